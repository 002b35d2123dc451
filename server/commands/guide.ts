import { CALL } from './command.ts';

/** What an owner pastes, and how a mall's backend says who a shopper is: code that runs as it stands. */

/** The two lines for the mall's pages. */
export function snippet(publicUrl: string, mallId: string): string {
  return [
    `<script async src="${publicUrl}/embed.js?mall=${mallId}"></script>`,
    // Its place is kept from the first paint on, so that nothing moves when it fills.
    '<dangol-review-board product="1234" style="display:block;min-height:560px"></dangol-review-board>',
  ].join('\n');
}

/** Further elements, where an owner likes them. */
const FURTHER = [
  '<dangol-rating product="1234"></dangol-rating>',
  '<dangol-wish-button product="1234"></dangol-wish-button>',
  '<dangol-wishlist></dangol-wishlist>',
  '<dangol-inbox></dangol-inbox>',
];

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
    paste: '1. 아래 두 줄을 쇼핑몰 페이지에 붙여 넣으십시오. product에는 그 페이지의 상품 번호를 적으십시오.',
    further:
      '더 넣을 수 있는 것들입니다. 차례로 상품 목록의 별점, 찜 하트, 찜 목록을 보여 줄 페이지, 쇼핑몰 머리에 둘 알림 종입니다. 찜 목록을 둔 페이지의\n주소는 이렇게 알려 주십시오.',
    here: (address: string) =>
      `알림: 위 코드의 주소가 ${address}입니다. 이 컴퓨터에서만 열리는 주소이므로, 쇼핑객이 접속할 서비스 주소를 환경 변수\nPUBLIC_URL에 넣고 다음 명령으로 코드를 다시 확인하십시오.`,
    key: '2. API 키입니다. 상품과 주문을 보낼 때 씁니다. 지금 한 번만 보여 드리므로 안전한 곳에 보관하십시오.',
    secret:
      '3. 서명 비밀값입니다. 쇼핑몰 서버의 환경 변수 DANGOL_SECRET에 넣으십시오. 페이지에는 절대 적지 마십시오.',
    token:
      '4. 누가 로그인했는지는 쇼핑몰 서버가 서명한 토큰으로 알립니다. sub에는 쇼핑몰의 회원 아이디를 넣으십시오.',
    php: 'PHP (라이브러리 없이):',
    node: 'Node (라이브러리 없이):',
    jose: 'Node (jose 패키지):',
    page: '쇼핑몰 서버는 /dangol-token 같은 주소에서 로그인한 회원의 토큰을 돌려주고(캐시하면 안 됩니다), 페이지는 그 토큰을 이렇게 넘깁니다:',
    signedId:
      '5. 토큰을 만들 수 없는 템플릿이라면 서명한 아이디를 embed.js 스크립트 태그의 data-signed-id에 적으십시오.\n' +
      '   10분 동안만 쓸 수 있습니다. 캐시에 남는 페이지에는 적지 마십시오.',
    later:
      '6. Dangol 폴더에서 쓸 수 있는 명령입니다. 차례로 시험용 회원 토큰, 위 코드와 설정 다시 보기, 신고 목록, 도움말입니다.',
  },
  en: {
    paste: '1. Paste this into the pages of the shop. `product` is the number of that page’s product.',
    further:
      'What else there is: stars in lists of products, a heart, a page for wishlists, and a bell for the head of the shop.\nSay where the page for wishlists is:',
    here: (address: string) =>
      `Note: The address in these lines is ${address}: it is good on this computer only. Set PUBLIC_URL to the address that\nshoppers reach the service at, and show the lines again:`,
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
    later:
      '6. Commands for the folder of Dangol: a token to try things out with, these lines and the settings again, what was\n' +
      '   reported, and help.',
  },
} as const;

/** Whether the address in the snippet is good on this computer only, although the mall has pages elsewhere. */
export function onlyHere(
  environment: Record<string, string | undefined>,
  origins: readonly string[],
): boolean {
  const isLocal = (origin: string) =>
    /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname);
  return !environment.PUBLIC_URL && !origins.every(isLocal);
}

/** What to do about that. */
export const hereNote = (mallId: string, locale: 'ko' | 'en', publicUrl: string): string[] => [
  WORDS[locale].here(publicUrl),
  '',
  `PUBLIC_URL=https://community.example ${CALL} mall show ${mallId}`,
];

/**
 * Everything that an owner needs to begin, in their language. Nothing is indented: a space before `<?php` would already be
 * output of the page.
 */
export function beginning(
  mall: { id: string; locale: 'ko' | 'en'; key: string; secret: string },
  publicUrl: string,
  isHere: boolean,
): string[] {
  const words = WORDS[mall.locale];
  return [
    words.paste,
    '',
    snippet(publicUrl, mall.id),
    '',
    words.further,
    '',
    ...FURTHER,
    '',
    `${CALL} mall set ${mall.id} pages.wishlist=https://www.myshop.example/wishlist`,
    '',
    ...(isHere ? [...hereNote(mall.id, mall.locale, publicUrl), ''] : []),
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
    '',
    words.later,
    '',
    `${CALL} token ${mall.id} --shopper test`,
    `${CALL} mall show ${mall.id}`,
    `${CALL} reports list ${mall.id}`,
    `${CALL} --help`,
  ];
}
