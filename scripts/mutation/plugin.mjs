/** What Stryker loads: the runner is TypeScript, which Node.js reads once tsx is there. */
import 'tsx';

export const { strykerPlugins } = await import('./runner.mts');
