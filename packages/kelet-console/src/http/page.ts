import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { Env } from '../receive/answer';

const TYPES = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
};

/** No script but its own, no other host, and in no frame. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page, from the files that the build has put beside the program. */
export function page(folder = join(__dirname, 'page')): Hono<Env> {
  const app = new Hono<Env>();
  for (const [name, type] of Object.entries(TYPES)) {
    app.get(name === 'index.html' ? '/' : `/${name}`, (c) => {
      const headers = { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-cache' };
      return c.body(readFileSync(join(folder, name)), 200, { ...headers, 'referrer-policy': 'no-referrer' });
    });
  }
  return app;
}
