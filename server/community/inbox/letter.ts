import { html } from 'hono/html';
import type { Letter } from '../../base/mail/mail.ts';
import type { Mall } from '../../mall/malls/rules.ts';
import type { Notice, NoticeKind, Purpose } from './contract.ts';
import { isAdvertising } from './rules.ts';
import { MAIL_WORDS, type Said } from './words.ts';

type Language = 'ko' | 'en';
type Sending = Pick<Mall, 'id' | 'name' | 'settings' | 'origins'>;
export type Body = Pick<Letter, 'fromName' | 'subject' | 'text' | 'html'>;

/** What a mail about a notice is made of. */
export interface About {
  kind: NoticeKind;
  facts: Notice['facts'];
  /** Only what the mall has stated of it. */
  product: { name: string; url: string | null } | null;
  /** Where the list is that it is about, when its reader may see it. */
  list: string | null;
  /** The club that it is about, likewise. */
  club: { name: string; url: string } | null;
  /** The blog that it is about, and the story in it, likewise. */
  blog: { story: string | null; url: string } | null;
  from: string | null;
  unsubscribe: { url: string; purpose: Purpose };
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** So much of it as a subject bears. */
export function shorten(text: string, most: number): string {
  const letters = [...graphemes.segment(text)].map((one) => one.segment);
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** An amount in the currency's smallest unit, as people read it. */
export function money(amount: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  const whole = amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0);
  // As shops in Korea write it, and as it is spoken.
  if (currency === 'KRW' && language === 'ko') return `${whole.toLocaleString('ko')}원`;
  return format.format(whole);
}

const longDay = (language: Language, timeZone: string, at: number): string =>
  new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'long' }).format(at);

/** An amount of points, as people read it; the mall may call them by a name of its own. */
function pointsText(mall: Sending, amount: number, language: Language): string {
  const number = new Intl.NumberFormat(language).format(amount);
  const { name } = mall.settings.points;
  const own = name?.[language] ?? name?.[mall.settings.locale];
  if (own !== undefined) return language === 'ko' ? `${own} ${number}` : `${number} ${own}`;
  if (language === 'ko') return `적립금 ${number}원`;
  return `${number} ${amount === 1 ? 'point' : 'points'}`;
}

/** A product's name in a subject: what is behind it must be seen too. */
const SUBJECT_NAME = 40;

/** The mail about a notice. */
export function noticeLetter(mall: Sending, language: Language, about: About): Body {
  const words = MAIL_WORDS[language];
  const { kind, facts, product } = about;
  const { timeZone } = mall.settings;
  const currency = facts.currency ?? mall.settings.currency;
  const price = (amount: number | undefined) =>
    amount === undefined ? null : money(amount, currency, language);
  const said: Said = {
    product: product?.name ?? null,
    from: about.from,
    before: price(facts.before),
    now: price(facts.now),
    club: about.club?.name ?? null,
    story: about.blog?.story || null,
    points: pointsText(mall, facts.amount ?? 0, language),
    day:
      facts.day === undefined
        ? longDay(language, timeZone, facts.consentAt ?? 0)
        : longDay(language, 'UTC', Date.parse(facts.day)),
    facts,
  };
  const mark = isAdvertising(kind) ? `${words.advertising} ` : '';
  const short = { ...said, product: product && shorten(product.name, SUBJECT_NAME) };
  const { purpose } = about.unsubscribe;
  return assemble(mall, language, {
    subject: `${mark}[${mall.name}] ${words.subject[kind](short)}`,
    mark: mark.trim(),
    sentence: words.sentence[kind](said),
    link: linkOf(mall, language, about),
    why: words.why[isAdvertising(kind) ? 'advertising' : 'information'],
    unsubscribe: { url: about.unsubscribe.url, hint: words.unsubscribeHint[purpose] },
  });
}

function linkOf(mall: Sending, language: Language, { list, club, blog, product }: About) {
  const words = MAIL_WORDS[language];
  if (list !== null) return { url: list, words: words.toList };
  if (club !== null) return { url: club.url, words: words.toClub };
  if (blog !== null) return { url: blog.url, words: words.toBlog };
  if (product?.url) return { url: product.url, words: words.toProduct };
  const url = ownPage(mall, 'wishlist') ?? mall.origins[0];
  return url ? { url, words: words.toMall } : undefined;
}

/** The mall's own page for it, without what stands behind its address; undefined: it has none. */
function ownPage({ settings, origins }: Sending, of: 'wishlist' | 'club' | 'blog'): string | undefined {
  const page = settings.pages[of];
  if (page === null || !URL.canParse(page, origins[0])) return undefined;
  const url = new URL(page, origins[0]);
  url.hash = '';
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}

/** Where a list is. Its key stands behind the `#`, where no server reads it. */
export function listUrl(
  publicUrl: string,
  mall: Sending,
  { id, linkKey }: Pick<NonNullable<Notice['list']>, 'id' | 'linkKey'>,
): string {
  const page = ownPage(mall, 'wishlist') ?? `${publicUrl}/m/${mall.id}/wishlists/${id}`;
  return `${page}#dangol-wishlist=${id}${linkKey === null ? '' : `.${linkKey}`}`;
}

/** Where a club is. Which one stands behind the `#`. */
export const clubUrl = (publicUrl: string, mall: Sending, id: string): string =>
  `${ownPage(mall, 'club') ?? `${publicUrl}/c/${mall.id}`}#dangol-club=${id}`;

/** Where a blog is, or a story in it. Which one stands behind the `#`, too, where the mall has a page of its own. */
export function blogUrl(publicUrl: string, mall: Sending, member: string, story?: string): string {
  const own = ownPage(mall, 'blog');
  if (own === undefined)
    return `${publicUrl}/m/${mall.id}/blogs/${member}${story === undefined ? '' : `/stories/${story}`}`;
  return `${own}#dangol-blog=${member}${story === undefined ? '' : `&story=${story}`}`;
}

/** The mail with the code that confirms an address. */
export function codeLetter(mall: Sending, language: Language, code: string): Body {
  const words = MAIL_WORDS[language];
  return assemble(mall, language, {
    subject: `[${mall.name}] ${words.confirm.subject}`,
    mark: '',
    sentence: words.confirm.sentence(mall.name),
    code,
    after: words.confirm.after,
    why: words.why.contact,
  });
}

interface Parts {
  subject: string;
  mark: string;
  sentence: string;
  code?: string;
  after?: string;
  link?: { url: string; words: string } | undefined;
  why: string;
  unsubscribe?: { url: string; hint: string };
}

function assemble(mall: Sending, language: Language, parts: Parts): Body {
  const words = MAIL_WORDS[language];
  const { sender } = mall.settings;
  const name = sender?.name ?? mall.name;
  const senderLine = words.sender(name, sender?.contact ?? null);
  const { mark, sentence, code, after, link, why, unsubscribe } = parts;
  const lines = [
    mark ? `${mark} ${mall.name}` : mall.name,
    sentence,
    code,
    after,
    link && `${link.words}: ${link.url}`,
    '--',
    why,
    senderLine,
    unsubscribe && `${unsubscribe.hint}\n${words.unsubscribe}: ${unsubscribe.url}`,
  ];
  const page = html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${parts.subject}</title></head>
<body style="margin:0;padding:24px 16px;font:16px/1.6 system-ui,'Apple SD Gothic Neo','Malgun Gothic',sans-serif;word-break:keep-all;overflow-wrap:break-word">
<div style="max-width:32rem;margin:0 auto">
<p style="margin:0 0 16px;font-size:14px;opacity:.75">${mark ? `${mark} ` : ''}${mall.name}</p>
<p style="margin:0 0 20px;font-size:18px">${sentence}</p>
${code ? html`<p style="margin:0 0 20px;font-size:28px;letter-spacing:.15em;font-weight:700">${code}</p>` : ''}${after ? html`<p style="margin:0 0 20px">${after}</p>` : ''}${link ? html`<p style="margin:0 0 28px"><a href="${link.url}" style="display:inline-block;padding:12px 20px;border:1px solid currentColor;border-radius:8px;text-decoration:none;color:inherit">${link.words}</a></p>` : ''}
<div style="border-top:1px solid #8886;padding-top:16px;font-size:13px;opacity:.8">
<p style="margin:0 0 8px">${why}</p>
<p style="margin:0 0 8px">${senderLine}</p>
${unsubscribe ? html`<p style="margin:0">${unsubscribe.hint} <a href="${unsubscribe.url}" style="color:inherit">${words.unsubscribe}</a></p>` : ''}
</div>
</div>
</body>
</html>
`;
  return {
    fromName: name,
    subject: parts.subject,
    text: `${lines.filter((line) => line !== undefined).join('\n\n')}\n`,
    html: String(page),
  };
}
