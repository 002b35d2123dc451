import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  dayIn,
  GAP,
  joined,
  mayFixDay,
  placeBetween,
  priorityOf,
  priorityRank,
  type Rights,
  rightsOf,
  toldCount,
} from '../../server/community/wishlists/rules.ts';

const TODAY = '2027-05-08';
const own: Rights = { edit: true, own: true, claims: false };
const edit: Rights = { edit: true, own: false, claims: false };
const look: Rights = { edit: false, own: false, claims: false };
const give: Rights = { edit: false, own: false, claims: true };

describe('who may do what with a list', () => {
  const people = {
    nobody: { kind: 'nobody', role: null },
    guest: { kind: 'guest', role: null },
    member: { kind: 'member', role: null },
    key: { kind: 'key', role: null },
    helper: { kind: 'member', role: 'helper' },
    'co-owner': { kind: 'member', role: 'co-owner' },
    owner: { kind: 'member', role: 'owner' },
    'guest who owns it': { kind: 'guest', role: 'owner' },
  } as const;
  const table: [keyof typeof people, 'public' | 'link' | 'private', boolean, Rights | undefined][] = [
    ['nobody', 'public', false, look],
    ['nobody', 'link', false, undefined],
    ['nobody', 'link', true, look],
    ['nobody', 'private', false, undefined],
    ['nobody', 'private', true, undefined],
    ['guest', 'public', false, look],
    ['guest', 'link', true, look],
    ['guest', 'private', true, undefined],
    ['member', 'public', false, give],
    ['member', 'link', false, undefined],
    ['member', 'link', true, give],
    ['member', 'private', true, undefined],
    ['key', 'public', false, look],
    ['key', 'link', false, undefined],
    ['key', 'private', true, undefined],
    ['helper', 'public', false, give],
    ['helper', 'link', false, give],
    ['helper', 'private', false, give],
    ['co-owner', 'public', false, edit],
    ['co-owner', 'link', false, edit],
    ['co-owner', 'private', false, edit],
    ['owner', 'public', false, own],
    ['owner', 'private', false, own],
    ['guest who owns it', 'private', false, own],
    // A link in the hand of the owner makes no visitor of them.
    ['owner', 'link', true, own],
    ['co-owner', 'link', true, edit],
  ];
  for (const [who, visibility, hasLink, rights] of table)
    it(`${who}, ${visibility}${hasLink ? ', with its link' : ''}`, () => {
      const list = { visibility, claimsHiddenUntil: null };
      assert.deepEqual(rightsOf(list, { ...people[who], hasLink }, TODAY), rights);
    });

  for (const [day, shown] of [
    [null, false],
    ['2027-05-09', false],
    ['2027-05-08', true],
    ['2027-05-07', true],
  ] as const)
    it(`givers hidden until ${day}: ${shown ? 'shown to' : 'hidden from'} owner and co-owner on ${TODAY}`, () => {
      const list = { visibility: 'public', claimsHiddenUntil: day } as const;
      for (const role of ['owner', 'co-owner'] as const) {
        const rights = rightsOf(list, { kind: 'member', role, hasLink: false }, TODAY);
        assert.equal(rights?.claims, shown);
      }
      const visitor = { role: null, hasLink: false } as const;
      assert.equal(rightsOf(list, { ...visitor, kind: 'member' }, TODAY)?.claims, true);
      assert.equal(rightsOf(list, { ...visitor, kind: 'guest' }, TODAY)?.claims, false);
    });
});

describe('the day on which givers are shown', () => {
  for (const [before, after, may] of [
    [null, null, true],
    [null, '2027-05-08', false],
    [null, '2027-05-14', false],
    [null, '2027-05-15', true],
    ['2027-06-01', '2027-06-01', true],
    ['2027-06-01', '2027-06-02', true],
    ['2027-06-01', '2027-05-31', false],
    // Set anew, it could come nearer.
    ['2027-06-01', null, false],
    ['2027-05-08', null, false],
    ['2027-05-01', null, false],
    ['2027-05-01', '2027-05-02', true],
  ] as const)
    it(`${before} -> ${after}: ${may ? 'may' : 'may not'} be set on ${TODAY}`, () => {
      assert.equal(mayFixDay(before, after, TODAY), may);
    });

  it('is the day of the mall, not of the machine', () => {
    const at = Date.parse('2027-05-08T15:30:00Z');
    assert.equal(dayIn('Asia/Seoul', at), '2027-05-09');
    assert.equal(dayIn('America/Los_Angeles', at), '2027-05-08');
  });
});

describe('a place between two', () => {
  for (const [before, after, place] of [
    [undefined, undefined, 0],
    [undefined, 5, 5 - GAP],
    [5, undefined, 5 + GAP],
    [0, 10, 5],
    [-10, -8, -9],
    [4, 6, 5],
    [4, 5, undefined],
    [-1, 0, undefined],
    [7, 7, undefined],
  ] as const)
    it(`${before} and ${after}: ${place ?? 'none'}`, () => {
      assert.equal(placeBetween(before, after), place);
    });
});

describe('two wishes of one product that become one', () => {
  const said = (options: string, note: string, quantity: number, priority: number) => ({
    options,
    note,
    quantity,
    priority,
  });
  for (const [what, stays, goes, one] of [
    ['two notes are kept both', said('{}', 'a', 1, 1), said('{}', 'b', 1, 1), said('{}', 'a\nb', 1, 1)],
    ['the same note is kept once', said('{}', 'a', 1, 1), said('{}', 'a', 1, 1), said('{}', 'a', 1, 1)],
    ['an empty note is filled', said('{}', '', 1, 1), said('{}', 'b', 1, 1), said('{}', 'b', 1, 1)],
    ['the larger number', said('{}', '', 2, 1), said('{}', '', 7, 1), said('{}', '', 7, 1)],
    ['the stronger wish', said('{}', '', 1, 2), said('{}', '', 1, 0), said('{}', '', 1, 0)],
    [
      'what is not chosen yet',
      said('{}', '', 1, 1),
      said('{"a":"b"}', '', 1, 1),
      said('{"a":"b"}', '', 1, 1),
    ],
    [
      'what was chosen stays',
      said('{"a":"c"}', '', 1, 1),
      said('{"a":"b"}', '', 1, 1),
      said('{"a":"c"}', '', 1, 1),
    ],
  ] as const)
    it(what, () => assert.deepEqual(joined(stays, goes), one));
});

it('numbers of people are told from ten on', () => {
  assert.deepEqual([0, 9, 10, 11].map(toldCount), [null, null, 10, 11]);
});

it('a priority is one of three, the strongest first', () => {
  assert.deepEqual((['must', 'want', 'maybe'] as const).map(priorityRank), [0, 1, 2]);
  assert.deepEqual([0, 1, 2].map(priorityOf), ['must', 'want', 'maybe']);
});
