import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes a fresh clone able to run: checks Node, installs the packages of package-lock.json where they are not there.
 * Plain JavaScript with nothing but Node, because it runs before anything is installed.
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export async function bootstrap() {
  process.chdir(root);
  checkNode();
  if (!isInstalled()) await install();
}

function checkNode() {
  const { engines } = readJson('package.json');
  const oldest = engines.node
    .replace(/[^\d.]/g, '')
    .split('.')
    .map(Number);
  const mine = process.versions.node.split('.').map(Number);
  const tooOld = mine[0] < oldest[0] || (mine[0] === oldest[0] && mine[1] < (oldest[1] || 0));
  if (tooOld)
    fail(`Arende needs Node.js ${oldest.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org`);
}

/** npm notes what it installed, last of all: a package that is missing there, or another version, means an install is due. */
function isInstalled() {
  const note = path.join('node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const installed = readJson(note).packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([name, wanted]) => name === '' || wanted.optional || installed[name]?.version === wanted.version,
  );
}

async function install() {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  console.log('Installing packages: half a minute, some more where SQLite has to be compiled …');
  const tick = setInterval(() => console.log(`… still installing packages (${seconds()} s)`), 15_000);
  const { code, output } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  clearInterval(tick);
  if (code === 0) return console.log(`Packages are installed (${seconds()} s).`);
  const lines = output.trim().split('\n');
  // npm says what is wrong at the top, a compiler at the bottom.
  const shown = lines.length > 60 ? [...lines.slice(0, 30), '…', ...lines.slice(-30)] : lines;
  console.error(shown.join('\n'));
  if (/node-gyp|gyp ERR/.test(output))
    fail(
      'A package could be neither fetched ready-made nor compiled. Install Python 3, make and a C++ compiler ' +
        '(Debian, Ubuntu: apt-get install -y build-essential python3), then run this again.',
    );
  fail('npm could not install the packages; what it said stands above. Run this again when it is mended.');
}

function npm(args) {
  const own = process.env.npm_execpath;
  const byNode = own && /npm-cli\.c?js$/.test(own);
  // Compiling needs Node's headers; those of this installation spare a download that many networks refuse.
  const prefix = path.dirname(path.dirname(process.execPath));
  const headers = existsSync(path.join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
  return new Promise((resolve) => {
    const child = spawn(byNode ? process.execPath : 'npm', byNode ? [own, ...args] : args, {
      env: { JOBS: 'max', ...headers, ...process.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !byNode && process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: `npm cannot be started: ${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
