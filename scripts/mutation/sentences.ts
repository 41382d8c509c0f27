/**
 * What is not mutated: the sentences that people read. Only a copy of the sentence could notice that it is gone;
 * test/unit/words.test.ts reads over their words. A condition between the words is mutated all the same.
 */
import path from 'node:path';

/** What Babel tells of a place in the code, as far as it is needed. */
interface Place {
	readonly node: SyntaxNode;
	readonly parent?: SyntaxNode & { readonly key?: { readonly name?: unknown } };
	readonly hub?: { readonly file?: { readonly opts?: { readonly filename?: unknown } } };
}

interface SyntaxNode {
	readonly type: string;
	readonly value?: unknown;
	readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
	readonly expressions?: readonly SyntaxNode[];
}

const REASON = 'A sentence for people';
const WORDS = path.join('graph', 'failures', 'words.ts');
const CATALOGUE = `${path.sep}catalogue${path.sep}`;
/** Of an entry of the catalogue: what the panel and the documents show. */
const SHOWN: readonly unknown[] = ['label', 'plural', 'description', 'when'];
/** What a sentence may hold between its words without being more than a sentence. */
const PLAIN: readonly string[] = ['Identifier', 'MemberExpression', 'CallExpression'];

function isSentence({ type, value, quasis = [], expressions = [] }: SyntaxNode): boolean {
	if (type === 'StringLiteral') return typeof value === 'string' && value.includes(' ');
	if (type !== 'TemplateLiteral') return false;
	const text = quasis.map((part) => part.value.raw).join('');
	return text.includes(' ') && expressions.every((part) => PLAIN.includes(part.type));
}

/** @returns the reason why nothing in this place is mutated */
export function shouldIgnore({ node, parent, hub }: Place): string | undefined {
	const file = hub?.file?.opts?.filename;
	if (typeof file !== 'string') return undefined;
	if (file.endsWith(WORDS)) return isSentence(node) ? REASON : undefined;
	const isShown = parent?.type === 'ObjectProperty' && SHOWN.includes(parent.key?.name);
	return file.includes(CATALOGUE) && isShown && node.type === 'StringLiteral' ? REASON : undefined;
}
