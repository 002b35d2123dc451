import type { Context, MiddlewareHandler } from 'hono';
import { addressBucket, clientAddress } from '../../base/http/address.ts';
import { type PaceRule, type Points, refuse, tell } from '../../base/http/pace.ts';
import { Problem } from '../../base/http/problem.ts';
import type { BaseVariables } from '../../base/http/route.ts';
import { hmac, sameText, sha256 } from '../../base/secrets.ts';
import type { Services } from '../../base/services.ts';
import type { KeyScope } from '../malls/contract.ts';
import type { MallVariables } from '../malls/middleware.ts';
import { scopeAllows } from '../malls/rules.ts';
import { findKey } from '../malls/store.ts';
import { may, type What, type Who } from './rules.ts';
import { standIn } from './stand-in.ts';
import { ensureMember, findByOutsideId, findSession } from './store.ts';
import { type KeySets, readSessionToken, verifyMallToken } from './tokens.ts';

export interface WhoVariables extends MallVariables {
  who: Who;
  /** What the mall said of a member, until the first write makes a joined member's row of it. */
  signedAs: { outsideId: string; name: string | null; known: boolean } | undefined;
  /** The address bucket as it is counted: a keyed digest, so that no address is ever stored. */
  addressKey: string;
}
type Env = { Variables: WhoVariables & Pick<BaseVariables, 'publicPace'> };

/** Addresses whose digest is remembered: making one costs more than a kept answer. */
const ADDRESSES_KEPT = 10_000;

/** Where a request comes from, as it is counted: a keyed digest of the address bucket, so that no address is ever stored. */
export function addressKeys({ secrets, trustedProxies }: Pick<Services, 'secrets' | 'trustedProxies'>) {
  const kept = new Map<string, string>();
  const key = secrets.derive('address');
  return (peer: string | undefined, forwardedFor: string | undefined): string => {
    const said = forwardedFor === undefined ? `${peer}` : `${peer} ${forwardedFor}`;
    let digest = kept.get(said);
    if (digest === undefined) {
      const address = clientAddress(peer ?? '0.0.0.0', forwardedFor, trustedProxies);
      digest = hmac(key, addressBucket(address)).slice(0, 24);
      if (kept.size >= ADDRESSES_KEPT) kept.clear();
      // What a client makes up must not push everybody else out by its length.
      if (said.length <= 200) kept.set(said, digest);
    }
    return digest;
  };
}

/** The same of a request that the routes have; for pages that are no API calls, where nobody has been identified. */
export function requestAddressKeys(services: Pick<Services, 'secrets' | 'trustedProxies'>) {
  const addressKeyOf = addressKeys(services);
  return (c: Context): string => {
    const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
    return addressKeyOf(env?.incoming?.socket?.remoteAddress, c.req.header('x-forwarded-for'));
  };
}

/** Finds out who asks, by the Authorization header alone. Nothing that a page says is believed. */
export function identify(services: Services, keySets: KeySets): MiddlewareHandler<Env> {
  const { database, secrets } = services;
  const addressKeyOf = requestAddressKeys(services);
  return async function identify(c, next) {
    c.set('addressKey', addressKeyOf(c));
    const header = c.req.header('authorization');
    if (header === undefined) {
      c.set('who', { kind: 'nobody' });
      return next();
    }
    const token = /^Bearer ([\w.~+/=-]{10,4096})$/i.exec(header)?.[1];
    if (!token) throw new Problem('token-refused', { detail: 'Authorization: Bearer <token>' });
    c.header('Cache-Control', 'no-store');
    c.set('who', await whoIs(c, token));
    return next();
  };

  async function whoIs(c: Context<Env>, token: string): Promise<Who> {
    const mall = c.get('mall');
    const now = services.now();
    if (token.startsWith('dgk_')) {
      if (c.req.header('origin') !== undefined) throw new Problem('key-in-browser');
      const key = await findKey(database.db, mall.id, token);
      if (!key || !sameText(key.hash, sha256(token))) throw new Problem('key-refused');
      return { kind: 'key', keyId: key.id, scopes: key.scopes };
    }
    if (token.startsWith('dgs_')) {
      const sessionId = readSessionToken(secrets, mall.id, token);
      const session = sessionId && (await findSession(database.db, mall.id, sessionId));
      if (
        !session ||
        session.revoked_at !== null ||
        session.erased_at !== null ||
        session.merged_into !== null ||
        session.created_at < session.tokens_from
      )
        throw new Problem('token-refused');
      if (session.expires_at <= now) throw new Problem('token-expired');
      if (session.outside_id !== null)
        c.set('signedAs', { outsideId: session.outside_id, name: null, known: session.joined_at !== null });
      return {
        kind: session.kind,
        shopperId: session.shopper_id,
        sessionId: session.session_id,
        until: session.expires_at,
      };
    }
    const verified = await verifyMallToken(token, mall, { secrets, keySets }, now);
    const shopper = await findByOutsideId(database.db, mall.id, verified.outsideId);
    // `iat` has whole seconds: a token of the very second of the revocation is refused too.
    if (shopper && shopper.tokens_from > 0 && verified.issuedAt <= shopper.tokens_from)
      throw new Problem('token-refused');
    c.set('signedAs', {
      outsideId: verified.outsideId,
      name: verified.name,
      known: shopper?.joined_at != null && (verified.name ?? shopper.name) === shopper.name,
    });
    const before = standIn(secrets, mall.id, verified.outsideId);
    return {
      kind: 'member',
      shopperId: shopper?.shopper_id ?? before,
      standIn: before,
      sessionId: null,
      until: verified.until,
    };
  }
}

/** Lets on who may, by the mall's own switches. A member's first write makes them one of the mall's members. */
export function require(services: Services, what: What): MiddlewareHandler<Env> {
  return async function require(c, next) {
    const mall = c.get('mall');
    const verdict = may(c.get('who'), what, mall.settings);
    if (verdict !== 'yes') throw new Problem(verdict);
    if (what !== 'read') await storeMember(c, services);
    await next();
  };
}

/** Lets on anyone who is signed in, guests included: for what is their own. */
export function requireShopper(services: Services, options: { store: boolean }): MiddlewareHandler<Env> {
  return async function requireShopper(c, next) {
    const { kind } = c.get('who');
    if (kind !== 'guest' && kind !== 'member') throw new Problem('sign-in-required');
    c.header('Cache-Control', 'no-store');
    if (options.store) await storeMember(c, services);
    await next();
  };
}

/** Lets on a key of the mall that has the scope. */
export function requireKey(scope: KeyScope): MiddlewareHandler<Env> {
  return async function requireKey(c, next) {
    const who = c.get('who');
    if (who.kind !== 'key') throw new Problem('key-refused');
    if (!scopeAllows(who.scopes, scope))
      throw new Problem('key-scope', { detail: `this needs the scope ${scope}` });
    c.header('Cache-Control', 'no-store');
    await next();
  };
}

async function storeMember(c: Context<Env>, services: Services): Promise<void> {
  const who = c.get('who');
  const signedAs = c.get('signedAs');
  if (who.kind !== 'member' || !signedAs || signedAs.known) return;
  const now = services.now();
  const mallId = c.get('mall').id;
  const shopperId = await services.database.write(async (trx) => {
    const before = await findByOutsideId(trx, mallId, signedAs.outsideId);
    const id = await ensureMember(
      trx,
      mallId,
      { outsideId: signedAs.outsideId, name: signedAs.name, join: true },
      now,
    );
    // What others see of them moved: kept bytes must not go on showing the old name.
    if (before && signedAs.name !== null && before.name !== signedAs.name)
      await services.outbox.append(trx, {
        mallId,
        kind: 'shopper.changed',
        topic: `shopper:${id}`,
        ids: { shopper: id },
      });
    return id;
  });
  c.set('who', { ...who, shopperId });
  c.set('signedAs', { ...signedAs, known: true });
}

/** The shopper of a request that passed `require('write')` or `requireShopper`. */
export function shopperOf(c: { get(key: 'who'): Who }): { shopperId: string; kind: 'guest' | 'member' } {
  const who = c.get('who');
  if (who.kind !== 'guest' && who.kind !== 'member') throw new Problem('sign-in-required');
  return { shopperId: who.shopperId, kind: who.kind };
}

/** The member who asks: a guest of this browser has no wallet, and takes part in nothing that has to do with one. */
export function memberOf(c: { get(key: 'who'): Who }): string {
  const { shopperId, kind } = shopperOf(c);
  if (kind === 'guest') throw new Problem('guest-not-allowed');
  return shopperId;
}

/**
 * Limits by shopper, address and mall at once.
 *
 * @param of `reads` counts those who are nobody by the address alone, which a phone network shares among many; `writes`
 * counts them as one
 */
export function paced(services: Services, rule: PaceRule, of?: 'reads' | 'writes'): MiddlewareHandler<Env> {
  const whole: PaceRule = { name: `${rule.name}-mall`, points: rule.points * 200, seconds: rule.seconds };
  const near: PaceRule = { name: `${rule.name}-address`, points: rule.points * 5, seconds: rule.seconds };
  return async function paced(c, next) {
    const mallId = c.get('mall').id;
    const who = c.get('who');
    const reads = of ? of === 'reads' : c.req.method === 'GET';
    if (who.kind === 'nobody' && reads) {
      c.set('publicPace', [near, whole]);
      const taken = services.pace.takeAtOnce([
        [near, `${mallId}:${c.get('addressKey')}`],
        [whole, mallId],
      ]);
      if (taken.left < 0) refuse(c, taken);
      tell(c, taken);
      return next();
    }
    const own: Points =
      who.kind === 'key'
        ? [[near, `${mallId}:${who.keyId}`]]
        : [
            [near, `${mallId}:${c.get('addressKey')}`],
            [rule, `${mallId}:${who.kind === 'nobody' ? c.get('addressKey') : who.shopperId}`],
          ];
    // Last: what one address is refused must not use up what everybody at the mall shares.
    await services.pace.takeAll(c, [...own, [whole, mallId]]);
    await next();
  };
}
