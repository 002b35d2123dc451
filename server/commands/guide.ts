/** What an owner pastes, and how a mall's backend says who a shopper is: code that runs as it stands. */

/** The two lines for the mall's pages. */
export function snippet(publicUrl: string, mallId: string): string {
  return [
    `<script async src="${publicUrl}/embed.js?mall=${mallId}"></script>`,
    // Its place is kept from the first paint on, so that nothing moves when it fills.
    '<dangol-review-board product="1234" style="display:block;min-height:560px"></dangol-review-board>',
  ].join('\n');
}

/** Rung 1 in PHP, without libraries. */
export const phpToken = (mallId: string): string => `<?php
function dangol_base64url($bytes) {
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
function dangol_token($shopper_id, $name = null) {
    $now = time();
    $claims = array('sub' => (string) $shopper_id, 'aud' => '${mallId}', 'iat' => $now, 'exp' => $now + 3600);
    if ($name !== null) $claims['name'] = $name; // UTF-8
    $text = dangol_base64url(json_encode(array('alg' => 'HS256', 'typ' => 'JWT')))
        . '.' . dangol_base64url(json_encode($claims));
    return $text . '.' . dangol_base64url(hash_hmac('sha256', $text, getenv('DANGOL_SECRET'), true));
}`;

/** Rung 1 in Node, without libraries. */
export const nodeToken = (mallId: string): string => `import { createHmac } from 'node:crypto';

export function dangolToken(shopperId, name) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: String(shopperId), name, aud: '${mallId}', iat: now, exp: now + 3600 };
  const text = part({ alg: 'HS256', typ: 'JWT' }) + '.' + part(claims);
  return text + '.' + createHmac('sha256', process.env.DANGOL_SECRET).update(text).digest('base64url');
}`;

/** Rung 1 in Node with the package jose. */
export const joseToken = (mallId: string): string => `import { SignJWT } from 'jose';

export const dangolToken = (shopperId, name) =>
  new SignJWT({ name })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(String(shopperId))
    .setAudience('${mallId}')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(process.env.DANGOL_SECRET));`;

/** Rung 2 in PHP: for templates that cannot build a token. */
export const phpSignedId = (mallId: string): string => `<?php
function dangol_signed_id($shopper_id) {
    $now = time();
    $id = rtrim(strtr(base64_encode($shopper_id), '+/', '-_'), '=');
    return "v1.$id.$now." . hash_hmac('sha256', "dangol-id|v1|${mallId}|$shopper_id|$now", getenv('DANGOL_SECRET'));
}`;

/** Rung 2 in Node. */
export const nodeSignedId = (mallId: string): string => `import { createHmac } from 'node:crypto';

export function dangolSignedId(shopperId) {
  const now = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', process.env.DANGOL_SECRET)
    .update(\`dangol-id|v1|${mallId}|\${shopperId}|\${now}\`)
    .digest('hex');
  return \`v1.\${Buffer.from(String(shopperId)).toString('base64url')}.\${now}.\${mac}\`;
}`;

/** How a page hands the token over. */
const identify = `<script>
(function wait() {
  if (!window.dangol) return setTimeout(wait, 50);
  window.dangol.identify(function () {
    return fetch('/dangol-token').then(function (answer) { return answer.ok ? answer.text() : null; });
  });
})();
</script>`;

const WORDS = {
  ko: {
    paste: '1. 쇼핑몰 페이지에 붙여 넣습니다. product에는 그 페이지의 상품 번호를 적습니다.',
    key: '2. API 키입니다. 상품과 주문을 보낼 때 씁니다. 지금 한 번만 보여 드리니 안전한 곳에 보관합니다.',
    secret: '3. 서명 비밀값입니다. 서버의 환경 변수 DANGOL_SECRET에 넣고, 페이지에는 절대 적지 않습니다.',
    token:
      '4. 로그인한 회원을 알리려면 쇼핑몰 서버가 토큰에 서명합니다. sub에는 쇼핑몰의 회원 아이디를 넣습니다.',
    php: 'PHP (라이브러리 없이):',
    node: 'Node (라이브러리 없이):',
    jose: 'Node (jose 패키지):',
    page: '서버는 로그인한 회원의 토큰을 /dangol-token 같은 주소에서 돌려주고(캐시 금지), 페이지는 이렇게 넘깁니다:',
    signedId:
      '5. 토큰을 만들 수 없는 템플릿이라면 서명한 아이디를 embed.js 스크립트 태그의 data-signed-id에 적습니다.\n' +
      '   10분 동안만 쓸 수 있습니다. 캐시에 남는 페이지에는 적지 않습니다.',
  },
  en: {
    paste: '1. Paste this into the pages of the shop. `product` is the number of that page’s product.',
    key: '2. The API key, for sending products and orders. It is shown this once: keep it safe.',
    secret:
      '3. The signing secret. Put it into the environment of the shop’s server as DANGOL_SECRET, never into a page.',
    token:
      '4. To say who is signed in, the shop’s server signs a token. `sub` is the shop’s own id of the shopper.',
    php: 'PHP (no library):',
    node: 'Node (no library):',
    jose: 'Node (with the package jose):',
    page: 'The server answers with the token of whoever is signed in at an address such as /dangol-token (never cached), and the page hands it on:',
    signedId:
      '5. A template that cannot build a token writes a signed id into data-signed-id of the embed.js script tag.\n' +
      '   It is good for 10 minutes. Never write it into a page that a cache may keep.',
  },
} as const;

/**
 * Everything that an owner needs to begin, in their language. Nothing is indented: a space before `<?php` would already be
 * output of the page.
 */
export function beginning(
  mall: { id: string; locale: 'ko' | 'en'; key: string; secret: string },
  publicUrl: string,
): string[] {
  const words = WORDS[mall.locale];
  return [
    words.paste,
    '',
    snippet(publicUrl, mall.id),
    '',
    words.key,
    '',
    `  ${mall.key}`,
    '',
    words.secret,
    '',
    `  ${mall.secret}`,
    '',
    words.token,
    '',
    words.php,
    phpToken(mall.id),
    '',
    words.node,
    nodeToken(mall.id),
    '',
    words.jose,
    joseToken(mall.id),
    '',
    words.page,
    identify,
    '',
    words.signedId,
    '',
    'PHP:',
    phpSignedId(mall.id),
    '',
    'Node:',
    nodeSignedId(mall.id),
  ];
}
