import { randomBytes } from 'node:crypto';
import { type Account, type Ask, Refusal } from './service.ts';

/** What the cashier reads after it. */
export type TillAnswer =
  | { ok: true; receipt: string; amount: number; club: { name: string; percent: number; state: string } }
  | { ok: false; receipt: string; code: string };

/** The till of the shop around the corner: it reads a member's code and posts what the purchase earned. */
export function openTill(account: Account, ask: Ask) {
  return {
    /** A receipt's number, as the till prints it: the day, and what no other receipt of that day has. */
    newReceipt(now = new Date()): string {
      const day = now.toISOString().slice(0, 10).replaceAll('-', '');
      return `S1-${day}-${randomBytes(3).toString('hex').toUpperCase()}`;
    },

    /** Posts points for one receipt into the club whose code was read. The same receipt is posted once. */
    async post(code: string, amount: number, receipt: string): Promise<TillAnswer> {
      try {
        const posted = await ask<{
          club: { name: string; percent: number; state: string };
          amount: number;
        }>('till/contributions', {
          as: account.tillKey,
          body: { code: code.trim(), amount, receipt },
        });
        return { ok: true, receipt, amount: posted.amount, club: posted.club };
      } catch (error) {
        if (error instanceof Refusal && error.status < 500) return { ok: false, receipt, code: error.code };
        throw error;
      }
    },
  };
}
