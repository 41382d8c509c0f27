export { properties } from './description';
export { poll } from './poll';
