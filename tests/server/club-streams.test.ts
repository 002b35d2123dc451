import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Clubbing, clubbing } from '../support/clubs.ts';
import { listening } from '../support/listening.ts';
import { startService, type TestService } from '../support/service.ts';

describe('streams of clubs', () => {
  let service: TestService;
  let does: Clubbing;
  let streams: ReturnType<typeof listening>;
  const people: Record<string, { token: string; id: string }> = {};
  before(async () => {
    service = await startService();
    const mall = await service.addMall('shop1');
    does = clubbing(service, mall);
    streams = listening(service, mall.id);
    for (const name of ['minji', 'jun', 'hana']) {
      people[name] = await does.member(name);
      await does.grant(people[name].id, 5000);
    }
  });
  afterEach(() => streams.close());
  after(() => service.stop());
  const of = (name: string) => people[name]!;

  async function join(club: string, name: string): Promise<void> {
    const { code } = await does.invite(club, of('minji').token);
    await does.good(does.accept(of(name).token, code));
  }

  it('say that something is new, and nothing of what', async () => {
    const { club } = await does.open(of('minji').token);
    const mine = await streams.listen(of('minji').token, `club:${club.id}`);
    await does.good(does.give(club.id, of('minji').token, 700, '비밀 한 줄'), 201);
    await mine.heard(1);
    for (const one of mine.changes()) assert.deepEqual(one, { topic: `club:${club.id}`, changed: true });
    // As a word: an id may hold these figures by chance.
    assert.doesNotMatch(mine.text(), /\b700\b|비밀/);
  });

  it('are refused alike where there is nothing, nothing to see, or a wrong link', async () => {
    const { club } = await does.open(of('minji').token);
    const answers = [];
    for (const topic of [club.id, `${club.id}.AAAAAAAAAAAAAAAAAAAAAA`, 'v'.repeat(25), ''])
      answers.push(await streams.listen(of('jun').token, `club:${topic}`));
    for (const one of answers) assert.notEqual(one.status, 200);
    assert.equal(new Set(answers.slice(0, 3).map((one) => one.text())).size, 1);
  });

  it('tell who has left that something is new, as an onlooker: no amount, no line', async () => {
    const { club } = await does.open(of('minji').token);
    await join(club.id, 'jun');
    const theirs = await streams.listen(of('jun').token, `club:${club.id}`);
    await does.good(does.ask('POST', `/clubs/${club.id}/leave`, of('jun').token));
    await does.good(does.give(club.id, of('minji').token, 300, '남은 사람끼리'), 201);
    await theirs.heard(1);
    for (const one of theirs.changes()) assert.deepEqual(one, { topic: `club:${club.id}`, changed: true });
    const { club: seen, contributions, me } = await does.page(club.id, of('jun').token);
    assert.deepEqual([me.role, seen.raised, contributions.items], [null, null, []]);
  });

  it('end for who came by a link that was taken back', async () => {
    const { club, me } = await does.open(of('minji').token, { visibility: 'link' });
    assert.ok(me.linkKey);
    const theirs = await streams.listen(of('hana').token, `club:${club.id}.${me.linkKey}`);
    await does.good(does.give(club.id, of('minji').token, 100), 201);
    await theirs.heard(1);
    const { club: now } = await does.page(club.id, of('minji').token);
    await does.good(
      does.ask('PATCH', `/clubs/${club.id}`, of('minji').token, {
        version: now.version,
        visibility: 'members',
      }),
    );
    const told = theirs.changes().length;
    await does.good(does.give(club.id, of('minji').token, 100), 201);
    await theirs.refused();
    assert.equal(theirs.changes().length, told);
  });

  it('end for the one it is for as soon as it is a secret from them', async () => {
    const { club, me } = await does.open(of('minji').token, {
      visibility: 'link',
      secretUntil: does.day(20),
    });
    const theirs = await streams.listen(of('hana').token, `club:${club.id}.${me.linkKey}`);
    // As a wish says whose it is.
    await service.services.database.write((trx) =>
      trx
        .updateTable('clubs')
        .set({ person_id: of('hana').id })
        .where('mall_id', '=', 'shop1')
        .where('club_id', '=', club.id)
        .execute(),
    );
    await does.good(does.give(club.id, of('minji').token, 100), 201);
    await theirs.refused();
    assert.deepEqual(theirs.changes(), []);
    const again = await streams.listen(of('hana').token, `club:${club.id}.${me.linkKey}`);
    const nothing = await streams.listen(of('hana').token, `club:${'v'.repeat(25)}`);
    assert.equal(again.text(), nothing.text());
  });
});
