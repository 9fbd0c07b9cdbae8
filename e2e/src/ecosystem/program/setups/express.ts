import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { trace } from '@opentelemetry/api';
import express from 'express';
import { agenticSession } from 'kelet';
import { inSession, setupTelemetry } from 'kelet/opentelemetry';
import { KeletPlugin } from 'kelet/temporal';
import { inActivity } from '../in-activity';
import { exporter, flush } from '../node-sdk';
import { type Setup, seen } from '../setup';

const REQUESTS = 200;

/**
 * A web server with NodeSDK, of which each request starts a workflow in a session of its own, all at once; the spans of
 * its requests themselves are in none, and do not go to Kelet.
 */
export function setUp(): Setup {
  setupTelemetry({ filter: inSession });
  return {
    plugins: [new KeletPlugin()],
    call: inActivity,
    async request(start) {
      const app = express();
      app.get('/chat/:id', (request, response, next) => {
        const { id } = request.params;
        agenticSession({ sessionId: id }, () =>
          trace.getTracer('web').startActiveSpan('request', async (span) => {
            await start(randomUUID());
            span.end();
            response.send('ok');
          }),
        ).catch(next);
      });
      const server = app.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const ask = async (_: unknown, index: number) => {
        const { status } = await fetch(`http://127.0.0.1:${port}/chat/conv-${index}`);
        if (status !== 200) throw new Error(`The server answered ${status}`);
      };
      await Promise.all(Array.from({ length: REQUESTS }, ask));
      server.close();
      server.closeAllConnections();
    },
    flush,
    theirs: () => seen(exporter.getFinishedSpans()),
  };
}
