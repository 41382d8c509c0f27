export { properties } from './description';
export { executionsHelp } from './help';
export { poll } from './poll';
