export * from './authentications';
export * from './breakdowns';
export * from './logins';
export * from './mediaFields';
export * from './mediaTypes';
export * from './metrics';
export * from './sources';
export * from './versions';
