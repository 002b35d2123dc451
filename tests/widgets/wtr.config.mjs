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

export default {
  rootDir: root,
  files: ['tests/widgets/**/*.test.ts'],
  nodeResolve: true,
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}tsconfig.json` })],
  browsers: [chromeLauncher({ launchOptions: { executablePath, args, env, headless: true } })],
  concurrency: 2,
  testFramework: { config: { ui: 'bdd', timeout: 60_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 600_000,
  reporters: [failuresReporter()],
};
