import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { packAll } from '../support/pack';
import { buildProgram } from '../support/program';
import { installProject } from '../support/project';
import { temporaryDirectory } from '../support/temporary';
import { look } from './look';
import type { Row } from './rows';

interface Project extends Omit<Row, 'name'> {
  readonly temporal: string;
  /** Which of Temporal's OpenTelemetry packages, if any. */
  readonly otel?: string;
  readonly more?: Record<string, string>;
  readonly name: string;
}

const V1 = 'interceptors-opentelemetry';
const PARTS = ['activity', 'client', 'common', 'worker', 'workflow'];
const NODE_SDK = { '@opentelemetry/sdk-node': '~0.223.0', '@opentelemetry/sdk-trace-base': '^2.0.0' };

/** What is right, and what is wrong, with other packages installed than those of this repository. */
const PROJECTS: Project[] = [
  { temporal: '1.23.0', otel: `${V1}-v2`, name: 'everything that makes spans and signals, in two runs' },
  { temporal: '1.24.0', otel: V1, more: NODE_SDK, name: 'NodeSDK beside' },
  {
    temporal: '1.23.0',
    otel: V1,
    more: { [`@temporalio/${V1}-v2`]: '1.23.0' },
    name: 'as the documentation has it',
    setup: ['otelPackageUnclear'],
  },
  { temporal: '1.12.3', name: 'raw interceptors' },
  {
    temporal: '1.17.2',
    otel: V1,
    name: 'six conversations at once',
    setup: ['temporalMixesTraces'],
    arrived: ['startInManyTraces'],
  },
];

const directory = temporaryDirectory();
const build = temporaryDirectory(__dirname);
let tarballs: Record<string, string>;
let program: string;

beforeAll(async () => {
  tarballs = await packAll();
  program = await buildProgram(join(__dirname, 'program'), [join(__dirname, 'program')], build);
}, 600_000);

test.each(PROJECTS)(
  'Temporal $temporal, $otel: $name',
  async ({ temporal, otel, more, setup = [], arrived = [], history = [], name }) => {
    const project = join(directory, String(PROJECTS.findIndex((one) => one.name === name && one.otel === otel)));
    const names = [...PARTS, ...(otel === undefined ? [] : ['plugin', otel])];
    await installProject({
      directory: project,
      packageManager: 'pnpm',
      tarballs,
      own: [
        'kelet',
        'kelet-core',
        'kelet-doctor',
        'kelet-opentelemetry',
        'kelet-temporal-interceptors',
        'kelet-temporal-plugin',
      ],
      dependencies: {
        ...Object.fromEntries(names.map((part) => [`@temporalio/${part}`, temporal])),
        '@opentelemetry/api': '~1.9.0',
        ...more,
      },
    });
    cpSync(program, join(project, 'program'), { recursive: true });
    expect(await look({ name }, join(project, 'program'))).toEqual({ setup, arrived, shown: arrived, history });
  },
  300_000,
);
