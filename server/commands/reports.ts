import { subjectsOf } from '../app.ts';
import type { Reader } from '../base/db/database.ts';
import type { Services } from '../base/services.ts';
import { type Moderation, type Report, ReportSubject } from '../community/reports/contract.ts';
import { listReports } from '../community/reports/lists.ts';
import { moderate, type Subject } from '../community/reports/store.ts';
import { type Things, thingsOf } from '../community/reports/things.ts';
import { HideReason } from '../community/reviews/contract.ts';
import { findReview, setReply } from '../community/reviews/store.ts';
import { PutReply } from '../community/reviews/writing/contract.ts';
import { CALL, type Command, CommandError, type Input, type Io, type Told, UsageError } from './command.ts';
import { mallOrStop, withServices } from './open.ts';

const thingsOfAll = (services: Services) => thingsOf(services, subjectsOf(services));
const ACTOR = 'command line';
const STATES = ['open', 'hidden', 'kept'] as const;

/** Two lines about a reported thing. */
function reportLines(report: Report): string[] {
  const stars = report.stars === null ? '' : `  ${report.stars} stars`;
  const often = report.count === 1 ? '' : `  reported ${report.count} times`;
  const text = report.text.replace(/\s+/g, ' ');
  const note = report.note ? ` (${report.note.replace(/\s+/g, ' ')})` : '';
  return [
    `${report.subject.kind}:${report.subject.id}  ${report.subjectState}${stars}  ${report.reason}${note}${often}`,
    `    ${text.length > 120 ? `${text.slice(0, 119)}…` : text || '(no text any more)'}`,
  ];
}

export const list: Command = {
  about: 'Lists what shoppers reported, oldest first, one entry for each thing.',
  places: ['MALL'],
  options: {
    state: { type: 'string', value: 'STATE', help: `Which: ${STATES.join(', ')} (open when not given)` },
  },
  example: 'dangol reports list shop1',
  run(input, io) {
    const state = STATES.find((one) => one === (input.text('state') ?? 'open'));
    if (!state) throw new UsageError(`--state: one of ${STATES.join(', ')}.`);
    return withServices(io, { create: false }, async ({ services }) => {
      const { db } = services.database;
      const things = thingsOfAll(services);
      const mall = await mallOrStop(db, input.place(0));
      const items: Report[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listReports(db, things, mall.id, state, cursor, 100);
        items.push(...page.items);
        cursor = page.next;
        io.progress(`${items.length} so far`);
      }
      const none = state === 'open' ? 'has no open report' : `has no report that ended as ${state}`;
      return {
        text: items.length > 0 ? items.flatMap(reportLines) : [`${mall.id} ${none}.`],
        json: { mall: mall.id, state, items },
      };
    });
  },
};

const KINDS = ReportSubject.shape.kind.options;

/** `review:<id>`, as the list shows it, in its parts; the id alone may be of any kind. */
function splitId(typed: string): { kinds: readonly Subject['kind'][]; id: string } {
  const kind = KINDS.find((one) => typed.startsWith(`${one}:`));
  return kind ? { kinds: [kind], id: typed.slice(kind.length + 1) } : { kinds: KINDS, id: typed };
}

/** The thing of that id. Ids are random, so that no two things share one. */
async function subjectOf(db: Reader, things: Things, mallId: string, typed: string): Promise<Subject> {
  const { kinds, id } = splitId(typed);
  for (const kind of kinds)
    if (ReportSubject.safeParse({ kind, id }).success && (await things[kind].find(db, mallId, id)))
      return { kind, id };
  throw new CommandError(
    `${mallId} has no ${kinds.join(' or ')} "${id}"; "${CALL} reports list ${mallId}" shows what was reported.`,
  );
}

function act(
  input: Input,
  io: Io,
  order: (subject: Subject) => Moderation,
  told: (subject: Subject, mallId: string) => string,
): Promise<Told> {
  return withServices(io, { create: false }, async ({ services }) => {
    const { database, outbox } = services;
    const things = thingsOfAll(services);
    const mall = await mallOrStop(database.db, input.place(0));
    const subject = await subjectOf(database.db, things, mall.id, input.place(1));
    const state = await database.write((trx) =>
      moderate(trx, { outbox, things }, mall.id, order(subject), ACTOR, services.now()),
    );
    if (state === 'deleted')
      throw new CommandError(`This ${subject.kind} has been deleted by whoever wrote it.`);
    return { text: [told(subject, mall.id)], json: { mall: mall.id, subject, state } };
  });
}

export const hide: Command = {
  about:
    'Hides a review, a comment or the note of a wish and closes the reports of it. The reason is counted on the board; stars are no reason.',
  places: ['MALL', 'ID'],
  options: {
    reason: {
      type: 'string',
      value: 'REASON',
      required: true,
      help: `Why: ${HideReason.options.join(', ')}`,
    },
  },
  example: 'dangol reports hide shop1 review:0a1b2c3d4e5f6g7h8i9jkalmn --reason personal_data',
  run(input, io) {
    const reason = HideReason.safeParse(input.text('reason'));
    if (!reason.success) throw new UsageError(`--reason: one of ${HideReason.options.join(', ')}.`);
    return act(
      input,
      io,
      (subject) => ({ action: 'hide', subject, reason: reason.data }),
      (subject, mallId) =>
        `The ${subject.kind} is hidden. Show it again with: ${CALL} reports restore ${mallId} ${subject.id}`,
    );
  },
};

export const restore: Command = {
  about: 'Shows a hidden review, comment or note of a wish again.',
  places: ['MALL', 'ID'],
  options: {},
  example: 'dangol reports restore shop1 review:0a1b2c3d4e5f6g7h8i9jkalmn',
  run: (input, io) =>
    act(
      input,
      io,
      (subject) => ({ action: 'restore', subject }),
      (subject) => `The ${subject.kind} is shown.`,
    ),
};

export const reply: Command = {
  about: "Writes the seller's reply to a review, in the place of an earlier one, or takes it back.",
  places: ['MALL', 'REVIEW-ID', '[TEXT]'],
  options: {
    text: { type: 'string', value: 'TEXT', help: 'The reply; it may also stand behind the id' },
    remove: { type: 'boolean', help: 'Take the reply back' },
  },
  example:
    'dangol reports reply shop1 0a1b2c3d4e5f6g7h8i9jkalmn --text "고맙습니다. 다음에도 꼼꼼히 포장할게요."',
  run(input, io) {
    const { kinds, id } = splitId(input.place(1));
    if (!kinds.includes('review')) throw new UsageError('Only a review can have a reply.');
    const text = readReply(input);
    return withServices(io, { create: false }, async ({ services }) => {
      const mall = await mallOrStop(services.database.db, input.place(0));
      await writeReply(services, mall.id, id, text);
      return {
        text: [text === null ? 'The reply is taken back.' : 'The reply is written.'],
        json: { mall: mall.id, review: id, reply: text },
      };
    });
  },
};

/** The reply, or null to take it back: never for want of a text, which may only have been forgotten. */
function readReply(input: Input): string | null {
  const texts = [input.text('text'), input.places[2]].filter((text) => text !== undefined);
  const remove = input.flag('remove');
  if (texts.length + Number(remove) > 1) throw new UsageError('Give one text, or --remove.');
  if (remove) return null;
  if (texts.length === 0)
    throw new UsageError('The text is missing: --text "..."; --remove takes a reply back.');
  const parsed = PutReply.safeParse({ text: texts[0] });
  if (!parsed.success) throw new UsageError('--text: 1 to 2,000 characters.');
  return parsed.data.text;
}

async function writeReply(
  { database, outbox, now }: Services,
  mallId: string,
  reviewId: string,
  text: string | null,
): Promise<void> {
  await database.write(async (trx) => {
    const review = await findReview(trx, mallId, reviewId);
    if (!review || !(await setReply(trx, mallId, reviewId, text, now())))
      throw new CommandError(`${mallId} has no review "${reviewId}".`);
    await outbox.append(trx, {
      mallId,
      kind: 'reply.changed',
      topic: `product:${review.product}`,
      ids: { review: reviewId },
    });
  });
}
