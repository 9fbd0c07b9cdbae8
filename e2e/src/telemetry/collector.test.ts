import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from '../support/pack';
import { buildProgram } from '../support/program';
import { API_KEY, keletAt } from '../support/secret';
import { temporaryDirectory } from '../support/temporary';

const address = process.env['KELET_COLLECTOR_ADDRESS'] ?? '';
const log = process.env['KELET_COLLECTOR_LOG'] ?? '';
// Not run where the collector could not be built, which `npm test` then says.
const withCollector = address === '' ? test.skip : test;

const directory = temporaryDirectory(__dirname);

/** What the collector has written of a span, once it has: it writes in batches of its own. */
async function written(span: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const found = readFileSync(log, 'utf8')
      .split('Span #')
      .find((part) => part.includes(`Name           : ${span}\n`));
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`the collector has written no span '${span}':\n${readFileSync(log, 'utf8').slice(-2000)}`);
}

withCollector('the OpenTelemetry Collector takes what the exporter sends', async () => {
  const program = await buildProgram(__dirname, [join(__dirname, 'program')], directory);
  const env = { ...keletAt(`http://${address}`), UNTIL_SETTLED: '1' };
  const args = [join(program, 'program/spans.js'), '3', '0'];
  const { stdout } = await command(process.execPath, args, directory, { ...process.env, ...env });
  expect(JSON.parse(stdout).counts).toMatchObject({ sent: 3 });
  expect(await written('span 2')).toContain('gen_ai.conversation.id: Str(conv-42)');
});

withCollector('and OTLP as JSON at the same path, as other exporters send it', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const span = { traceId, spanId: 'b7ad6b7169203331', name: 'as json', startTimeUnixNano: '1', endTimeUnixNano: '2' };
  const answer = await fetch(`http://${address}/api/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: API_KEY, 'x-kelet-project': 'e2e' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(answer.status).toBe(200);
  expect(await written('as json')).toContain(traceId);
});

withCollector('what is no OTLP is refused, so the checks above can fail', async () => {
  const headers = { 'content-type': 'application/x-protobuf' };
  const answer = await fetch(`http://${address}/api/traces`, { method: 'POST', headers, body: 'no protobuf' });
  expect(answer.status).toBe(400);
});
