import { createHash } from 'node:crypto';
import type { Mall } from '../../../mall/malls/rules.ts';

/** For phones first; everything is there without any script. */
export const STYLE = `:root{color-scheme:light dark;--line:#dcdce1;--soft:#5b5b60;--card:#fff}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;font:16px/1.65 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;color:#1d1d1f;background:#fafafb;word-break:keep-all;overflow-wrap:anywhere}
.top,main{max-width:46rem;margin:0 auto;padding:16px 20px}
.top{color:var(--soft);font-weight:600}
a{color:inherit}
.top a{display:inline-block;min-height:24px;text-decoration:none}
h1{font-size:26px;line-height:1.3;margin:8px 0}
h2{font-size:19px;margin:32px 0 12px}
h3{font-size:16px;margin:0 0 4px}
p{margin:0 0 12px}
img,video{display:block;max-width:100%;height:auto;border-radius:12px;background:var(--line)}
.soft,time{color:var(--soft);font-size:14px}
.words{white-space:pre-line}
.paid{border:1px solid currentColor;border-radius:8px;padding:8px 12px;font-size:14px}
.list{list-style:none;margin:0;padding:0;display:grid;gap:16px}
.goods{grid-template-columns:repeat(auto-fill,minmax(140px,1fr))}
.goods img,.cover{width:100%;aspect-ratio:1;object-fit:cover}
.card{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:16px}
.price{font-weight:600}
.goods .price{display:block}
.card img,.card video{margin-bottom:12px}
figure{margin:0 0 24px}
figcaption{margin-top:8px}
figcaption ul{margin:8px 0 0;padding-left:20px}
figcaption a,.goods a,nav a{display:inline-block;min-height:24px}
nav{display:flex;flex-wrap:wrap;gap:16px;margin:32px 0}
a:focus-visible{outline:3px solid #0a63c9;outline-offset:2px}
@media(prefers-color-scheme:dark){:root{--line:#3a3a40;--soft:#a9a9b0;--card:#202024}body{color:#ececf0;background:#161618}a:focus-visible{outline-color:#8ec2ff}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Our own script, files and API, pictures from wherever the mall keeps them, and the one style by what it is. */
export function policyFor(mall: Mall): string {
  // A mall that is tried out without https has its pictures there too.
  const plain = mall.origins.filter((origin) => origin.startsWith('http:'));
  return [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    `img-src ${["'self'", 'https:', ...plain].join(' ')}`,
    `style-src 'sha256-${STYLE_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
