import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const outdir = '../wwwroot/dist';
rmSync(outdir, { recursive: true, force: true });

const pages = readdirSync('src/pages').filter((name) => name.endsWith('.ts')).map((name) => `src/pages/${name}`);
const result = await build({
  entryPoints: pages,
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  metafile: true,
  chunkNames: 'shared-[hash]',
  logLevel: 'warning',
});

writeFileSync(`${outdir}/manifest.json`, JSON.stringify(Object.keys(result.metafile.outputs).sort(), null, 2));
