// Web Test Runner for the widgets: each test file in a page of its own, in the same browser that the whole tests use.
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { buildIfStale } from '../../widgets/build.ts';
import { browserPath } from '../support/browser.ts';
import { failuresReporter } from '../support/wtr-reporter.ts';

// The loader is tested as it is shipped.
await buildIfStale();

const root = fileURLToPath(new URL('../..', import.meta.url));
const { executablePath, args, env } = browserPath();

// Far above what a slow and busy machine needs: it ends only what hangs.
const hangs = 180_000;

export default {
  rootDir: root,
  files: ['tests/widgets/**/*.test.ts'],
  nodeResolve: true,
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}tsconfig.json` })],
  browsers: [
    chromeLauncher({ launchOptions: { executablePath, args, env, headless: true, timeout: hangs } }),
  ],
  concurrency: 2,
  testFramework: { config: { ui: 'bdd', timeout: hangs } },
  browserStartTimeout: hangs,
  testsStartTimeout: hangs,
  testsFinishTimeout: 5 * hangs,
  reporters: [failuresReporter()],
};
