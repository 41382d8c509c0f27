/**
 * `InstagramInsights.node.ts` and n8n's `InstagramInsights.node.json` lie in one folder. Node.js tries the endings of
 * a name in the order in which they were registered, so `.json` has to come after `.ts`.
 */
import Module from 'node:module';

const { _extensions: endings } = Module as unknown as { _extensions: Record<string, unknown> };
const readJson = endings['.json'];
Reflect.deleteProperty(endings, '.json');
endings['.json'] = readJson;
