export { searchAccounts } from './accounts';
export { searchMedia } from './media';
