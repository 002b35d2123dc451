import { randomBytes } from 'node:crypto';

/** What the owner of a mall got when it was registered at the service. */
export interface Account {
  mall: string;
  /** For products and orders. */
  key: string;
  /** For the checkout, and for the till: each may do nothing else. */
  pointsKey: string;
  tillKey: string;
  secret: string;
}

/** The service said no. `code` is one of its closed list; the mall branches on nothing else. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(path: string, status: number, code: string) {
    super(`The service answered ${status} (${code}) to ${path}`);
    this.status = status;
    this.code = code;
  }
}

export interface Question {
  method?: 'GET' | 'POST';
  /** Which of the mall's keys, or a shopper's token. */
  as: string;
  body?: unknown;
  /** The same for every try of the same thing: the service then does it once. */
  once?: string;
}

/** Asks the service as the mall's backend does: by its address and the mall's keys alone. */
export function openService(service: string, account: Account) {
  return async function ask<T = unknown>(path: string, { method, as, body, once }: Question): Promise<T> {
    const answer = await fetch(`${service}/v1/${account.mall}/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${as}`,
        ...(body !== undefined && {
          'content-type': 'application/json',
          'idempotency-key': once ?? randomBytes(16).toString('hex'),
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.ok) return (await answer.json()) as T;
    const problem = (await answer.json().catch(() => ({}))) as { code?: string };
    throw new Refusal(path, answer.status, problem.code ?? 'internal');
  };
}

export type Ask = ReturnType<typeof openService>;
