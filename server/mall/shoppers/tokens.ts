import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet } from 'jose';
import { MINUTE } from '../../base/clock.ts';
import { Problem } from '../../base/http/problem.ts';
import type { Outside } from '../../base/outside/outside.ts';
import { hmac, type Secrets, sameText } from '../../base/secrets.ts';
import type { Mall } from '../malls/rules.ts';
import { OutsideId } from './contract.ts';
import {
  type Claims,
  checkClaims,
  parseSignedId,
  repeatsKey,
  signedIdIsFresh,
  signedIdText,
} from './rules.ts';

/** The signing secret of a mall as its backend holds it: text, used as it stands as the HMAC key. */
export function mallSecret(secrets: Secrets, mallId: string, version: number): string {
  return `dgss_${secrets.derive('mall-signing', mallId, String(version)).toString('hex')}`;
}

/** The secrets that are good now: the newest, and the one before it for a while after a rotation. */
function liveSecrets(secrets: Secrets, mall: Mall, now: number): string[] {
  const versions = [mall.secretVersion];
  if (mall.secretVersion > 1 && mall.secretOldUntil > now) versions.push(mall.secretVersion - 1);
  return versions.map((version) => mallSecret(secrets, mall.id, version));
}

/** Keys made of secrets: to make one costs more than to check a token with it. */
const keys = new Map<string, KeyObject>();
const MOST_KEYS = 10_000;

function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (!key) {
    key = createSecretKey(Buffer.from(secret));
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(secret, key);
  }
  return key;
}

/** HMAC with SHA-256 over the first two parts: done at once, where a library's way round by promises costs more than it. */
function isSignedWith(token: string, secret: string): boolean {
  const end = token.lastIndexOf('.');
  const mac = createHmac('sha256', keyOf(secret)).update(token.slice(0, end)).digest('base64url');
  return sameText(mac, token.slice(end + 1));
}

/** Public keys of malls that sign with their own. */
export interface KeySets {
  verify(token: string, url: string, algorithm: string, now: number): Promise<Claims>;
}

/** A key set is read again for an unknown `kid`, at most this often, and anyway after this long. */
const REFETCH_MS = MINUTE;
const KEEP_MS = 10 * MINUTE;

export function openKeySets(outside: Outside): KeySets {
  const sets = new Map<
    string,
    { keys: JSONWebKeySet; at: number; tried: number; under?: Promise<JSONWebKeySet> }
  >();

  async function load(url: string, now: number): Promise<JSONWebKeySet> {
    const before = sets.get(url);
    // Whoever comes while the set is on its way waits for it, or a cold start would turn people away.
    if (before?.under) return before.under;
    if (before && now - before.tried < REFETCH_MS) return before.keys;
    const keys = before?.keys ?? { keys: [] };
    const under = fetchSet(url, now, keys);
    sets.set(url, { keys, at: before?.at ?? Number.NEGATIVE_INFINITY, tried: now, under });
    return under;
  }

  async function fetchSet(url: string, now: number, before: JSONWebKeySet): Promise<JSONWebKeySet> {
    try {
      const keys = (await outside.getJson(url)) as JSONWebKeySet;
      if (!Array.isArray(keys?.keys)) throw new Error('no key set');
      sets.set(url, { keys, at: now, tried: now });
      return keys;
    } catch {
      // The keys known so far stay good: a mall's outage signs nobody out.
      sets.set(url, { keys: before, at: sets.get(url)?.at ?? Number.NEGATIVE_INFINITY, tried: now });
      return before;
    }
  }

  return {
    async verify(token, url, algorithm, now) {
      const known = sets.get(url);
      let keys = known && now - known.at < KEEP_MS ? known.keys : await load(url, now);
      const { kid } = decodeProtectedHeader(token);
      if (kid !== undefined && !keys.keys.some((key) => key.kid === kid)) keys = await load(url, now);
      return readClaims(await verifyWithSet(token, keys, algorithm));
    },
  };
}

/** Tries every key that fits: while a mall changes its keys, two without a `kid` may stand side by side. */
async function verifyWithSet(token: string, keys: JSONWebKeySet, algorithm: string): Promise<Uint8Array> {
  const options = { algorithms: [algorithm] };
  try {
    return (await compactVerify(token, createLocalJWKSet(keys), options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const verified = await compactVerify(token, key, options).catch(() => undefined);
      if (verified) return verified.payload;
    }
    throw new Problem('token-refused');
  }
}

/** One for all: to make one costs more than what it decodes. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function readClaims(payload: Uint8Array): Claims {
  const text = strictUtf8.decode(payload);
  const claims = JSON.parse(text) as Claims;
  if (repeatsKey(text)) throw new Problem('token-refused');
  return claims;
}

/** One spelling only: base64url without padding, and no bits beyond the last byte. */
const isOneSpelling = (part: string): boolean =>
  part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;

/** Header fields that bring a key along, or change how the rest is to be read: no mall needs one. */
const REFUSED_HEADERS = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'];

/**
 * The algorithm that a token's header names.
 *
 * @throws when the header is not one that we accept
 */
function readAlgorithm(head: string): unknown {
  if (!isOneSpelling(head)) throw new Problem('token-refused');
  const header = decodeProtectedHeader(`${head}..`);
  if (header.typ !== undefined && String(header.typ).toUpperCase() !== 'JWT')
    throw new Problem('token-refused');
  if (REFUSED_HEADERS.some((name) => name in header)) throw new Problem('token-refused');
  if (repeatsKey(Buffer.from(head, 'base64url').toString())) throw new Problem('token-refused');
  return header.alg;
}

/**
 * Headers that were accepted, by their text: a backend writes the same one into all of its tokens. It says nothing of
 * anybody, and nothing but its own text decides whether it is accepted; what it was signed with is checked each time.
 */
const algorithms = new Map<string, unknown>();
const MOST_HEADERS = 1000;
const LONGEST_HEADER = 200;

function algorithmOf(head: string): unknown {
  if (algorithms.has(head)) return algorithms.get(head);
  const algorithm = readAlgorithm(head);
  // Anybody can make headers up: they take no more room than this.
  if (algorithms.size >= MOST_HEADERS) algorithms.clear();
  if (head.length <= LONGEST_HEADER) algorithms.set(head, algorithm);
  return algorithm;
}

export interface VerifiedShopper {
  outsideId: string;
  name: string | null;
  issuedAt: number;
  until: number;
}

/**
 * Rung 1: a JWT that the mall's backend signed. One algorithm family a mall: HS256 with the derived secret, or the one
 * algorithm of its key set.
 */
export async function verifyMallToken(
  token: string,
  mall: Mall,
  tools: { secrets: Secrets; keySets: KeySets },
  now: number,
): Promise<VerifiedShopper> {
  let claims: Claims | undefined;
  try {
    const [head = '', payload = '', mac = '', ...more] = token.split('.');
    if (more.length > 0 || !isOneSpelling(payload) || !isOneSpelling(mac)) throw new Problem('token-refused');
    const algorithm = algorithmOf(head);
    if (mall.settings.keySet) {
      claims = await tools.keySets.verify(
        token,
        mall.settings.keySet.url,
        mall.settings.keySet.algorithm,
        now,
      );
    } else {
      if (algorithm !== 'HS256') throw new Problem('token-refused');
      const signed = liveSecrets(tools.secrets, mall, now).some((secret) => isSignedWith(token, secret));
      if (!signed) throw new Problem('token-refused');
      claims = readClaims(Buffer.from(payload, 'base64url'));
    }
  } catch {
    throw new Problem('token-refused');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw new Problem('token-refused');
  const checked = checkClaims(claims, mall.id, now);
  if (typeof checked === 'string') throw new Problem(checked);
  return { outsideId: checked.sub, name: checked.name, issuedAt: checked.issuedAt, until: checked.until };
}

/** Rung 2: a signed id, for templates that cannot build a JWT. */
export function verifySignedId(
  text: string,
  mall: Mall,
  secrets: Secrets,
  now: number,
): { outsideId: string; issuedAt: number } {
  const parsed = parseSignedId(text);
  if (!parsed || !OutsideId.safeParse(parsed.id).success) throw new Problem('token-refused');
  const message = signedIdText(mall.id, parsed.id, parsed.issuedAt / 1000);
  const good = liveSecrets(secrets, mall, now).some((secret) =>
    sameText(hmac(Buffer.from(secret), message), parsed.mac),
  );
  if (!good) throw new Problem('token-refused');
  if (!signedIdIsFresh(parsed.issuedAt, now)) throw new Problem('token-expired');
  return { outsideId: parsed.id, issuedAt: parsed.issuedAt };
}

/** A session's token is derived from its id: nothing that could be stolen is stored. */
export function sessionToken(secrets: Secrets, mallId: string, sessionId: string): string {
  return `dgs_${sessionId}_${hmac(secrets.derive('session', mallId), sessionId)}`;
}

/** The session id of a token that we made for this mall, or undefined. */
export function readSessionToken(secrets: Secrets, mallId: string, token: string): string | undefined {
  const id = /^dgs_([0-9a-v]{25})_[0-9a-f]{64}$/.exec(token)?.[1];
  return id && sameText(sessionToken(secrets, mallId, id), token) ? id : undefined;
}
