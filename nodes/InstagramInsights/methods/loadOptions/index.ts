export { getAccounts } from './accounts';
