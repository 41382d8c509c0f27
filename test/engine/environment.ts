import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// n8n-core writes its settings into the user's folder on first use, unless another folder is named.
process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'instagram-insights-n8n-'));
process.env.N8N_ENCRYPTION_KEY ??= 'test';
