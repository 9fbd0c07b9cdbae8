import { configure } from 'kelet';
import { setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';

/** Each is a project of its own at Kelet, with a key of its own: `KELET_API_KEY_ACME` for the first. */
export const TENANTS = ['acme', 'globex'];

const MONTH_MS = 30 * 24 * 3600 * 1000;

/** The same in each process of this program. The address of the API comes from `KELET_API_URL`. */
export function setUp(serviceName: string): KeletPlugin {
  const keyOf = (tenant: string) => ({ apiKey: variable(`KELET_API_KEY_${tenant.toUpperCase()}`) });
  configure({
    projects: Object.fromEntries(TENANTS.map((tenant) => [tenant, keyOf(tenant)])),
    // The page gives references back with its votes: nobody shall be able to make one up.
    references: { secrets: [variable('REFERENCE_SECRET')], maxAgeMs: MONTH_MS },
  });
  const { resource, spanProcessor } = setupTelemetry({ serviceName });
  return new KeletPlugin({ otelPluginOptions: { resource, spanProcessor } });
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}: this program has no default for it.`);
  return value;
}

export const TASK_QUEUE = process.env['TASK_QUEUE'] ?? 'support-chat';
export const TEMPORAL_ADDRESS = process.env['TEMPORAL_ADDRESS'] ?? 'localhost:7233';
/** Where the web server listens, and the worker sends what an answer has so far. */
export const WEB_PORT = Number(process.env['WEB_PORT'] ?? 3000);

/** Of a chat: also what a vote that comes days later needs to know. */
export const workflowIdOf = (tenant: string, chat: string) => `chat/${tenant}/${chat}`;
