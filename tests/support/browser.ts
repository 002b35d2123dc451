/**
 * The browser of the tests. `CHROME_BIN` first, then a Chrome or Chromium that is installed, then the one that comes
 * with npm (@sparticuz/chromium): `npm test` needs nothing that a bare machine lacks.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

export interface BrowserProgram {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

// Not the packaged browser's own list: that one switches web security off, and a test of CORS would prove nothing.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function environment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return env;
}

function installed(): string | undefined {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ].find((path) => existsSync(path));
  }
  if (process.platform === 'win32') {
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .map((folder) => join(folder ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'))
      .find((path) => existsSync(path));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return (
    names
      .flatMap((name) => folders.map((folder) => join(folder, name)))
      // Some systems put a stub there that only tells how to install it.
      .find((path) => existsSync(path) && spawnSync(path, ['--version'], { timeout: 10_000 }).status === 0)
  );
}

/** Unpacks the browser of npm once per version, into a folder that appears whole or not at all. */
function unpacked(): string {
  const home = join(root, 'node_modules', '@sparticuz', 'chromium');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(home)) {
    throw new Error('No browser found: install Chrome or Chromium, or name one in CHROME_BIN.');
  }
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const cache = join(root, 'node_modules', '.cache');
  const folder = join(cache, `dangol-chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'making-'));
  // In a process of its own: it unpacks to TMPDIR, reuses whatever lies there, and rewrites its environment on import;
  // it brings its libraries only where it believes to be on Lambda.
  const code = `const { default: c } = await import('@sparticuz/chromium'); await c.executablePath();`;
  const env = { ...process.env, TMPDIR: making, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (done.status !== 0 || !existsSync(join(making, 'chromium'))) {
    rmSync(making, { recursive: true, force: true });
    throw new Error(`The browser of @sparticuz/chromium could not be unpacked: ${done.stderr || done.error}`);
  }
  // Its own list of fonts names folders of Lambda only.
  const fonts = [join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  writeFileSync(
    join(making, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${fonts
      .map((dir) => `  <dir>${dir}</dir>\n`)
      .join('')}  <cachedir>${join(folder, 'fonts-cache')}</cachedir>\n</fontconfig>\n`,
  );
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another test process may have been faster; then its folder is as good.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Where the browser is and how it wants to be started. Web Test Runner and Playwright both start it from this. */
export function browserPath(): BrowserProgram {
  const env = environment();
  const named = process.env.CHROME_BIN;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_BIN names ${named}, which does not exist.`);
    return { executablePath: named, args, env };
  }
  const found = installed();
  if (found) return { executablePath: found, args, env };
  const folder = unpacked();
  const libraries = join(folder, 'al2023', 'lib');
  env.LD_LIBRARY_PATH = env.LD_LIBRARY_PATH ? `${libraries}:${env.LD_LIBRARY_PATH}` : libraries;
  env.FONTCONFIG_PATH = join(folder, 'fonts');
  return { executablePath: join(folder, 'chromium'), args, env };
}

/**
 * How long a test waits for what has to come. Far above what even a slow and busy machine needs: it ends only what hangs,
 * and costs nothing where all goes well. How quick something is, is measured where it matters.
 */
export const PATIENCE_MS = 60_000;

/** A headless browser for a test, whose pages wait that long; close it in `after`. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ ...browserPath(), headless: true, timeout: 2 * PATIENCE_MS });
  const newContext = browser.newContext.bind(browser);
  const newPage = browser.newPage.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  browser.newPage = async (options) => {
    const page = await newPage(options);
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  };
  return browser;
}
