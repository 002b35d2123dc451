import { decodeCursor } from '../../../base/http/cursor.ts';
import { csvHead, csvLine } from '../../../mall/points/csv.ts';
import { chainOf, potNow, potOf } from '../../../mall/points/ledger.ts';
import { ownerOf } from '../../../mall/points/rules.ts';
import { pageOf } from '../lists.ts';
import type { ClubRow } from '../table.ts';
import { namesOf, type Viewing } from '../views.ts';
import type { Statement, StatementEntry } from './contract.ts';

type Links = Awaited<ReturnType<typeof chainOf>>;

/** Whose wallet it is on the other side; undefined: one of the mall's own. */
const shopperIn = (account: string): string | undefined =>
  account.startsWith('w:') ? ownerOf(account) : undefined;

const entriesOf = (links: Links, nameOf: Awaited<ReturnType<typeof namesOf>>): StatementEntry[] =>
  links.map(({ row, seq, hash, parts, change, balance, other }) => {
    const shopper = shopperIn(other);
    return {
      seq,
      hash,
      parts,
      by: shopper === undefined ? null : nameOf(shopper),
      kind: row.kind,
      amount: change,
      balance,
      at: row.at,
    };
  });

const namesIn = (view: Viewing, links: Links) =>
  namesOf(
    view,
    links.map((link) => shopperIn(link.other) ?? null),
  );

/** One page of a club's statement, with all that a page needs to check it. */
export async function statementPage(
  view: Viewing,
  club: ClubRow,
  cursor: string | undefined,
  limit: number,
): Promise<Statement> {
  const [seq] = cursor ? (decodeCursor(cursor, ['number']) as [number]) : [0];
  // Its head first: what comes meanwhile is behind it, and read again.
  const pot = await potNow(view.db, view.mall.id, club.club_id);
  const links = await chainOf(view.db, view.mall.id, pot.account, seq, limit + 1);
  const { rows, next } = pageOf(links, limit, (link) => [link.seq]);
  return {
    account: pot.account,
    items: entriesOf(rows, await namesIn(view, rows)),
    next,
    head: { seq: pot.seq, hash: pot.head, balance: pot.balance },
  };
}

const CSV_BATCH = 500;
const COLUMNS = ['seq', 'at', 'kind', 'by', 'amount', 'balance', 'transfer', 'hash'] as const;

/** The whole statement as a table, a few hundred lines at a time. */
export async function* statementCsv(view: Viewing, club: ClubRow): AsyncGenerator<string> {
  yield csvHead(COLUMNS);
  for (let seq = 0; ; ) {
    const links = await chainOf(view.db, view.mall.id, potOf(club.club_id), seq, CSV_BATCH);
    const entries = entriesOf(links, await namesIn(view, links));
    yield entries
      .map((one) =>
        csvLine([
          one.seq,
          new Date(one.at).toISOString(),
          one.kind,
          one.by?.name ?? null,
          one.amount,
          one.balance,
          one.parts[1] ?? null,
          one.hash,
        ]),
      )
      .join('');
    if (links.length < CSV_BATCH) return;
    seq = links.at(-1)?.seq ?? seq;
  }
}
