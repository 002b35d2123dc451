// The alert sheet, over a stage: what somebody wants to be told of one product, what consent and address it takes.
// biome-ignore lint/correctness/noUndeclaredDependencies: comes with @web/test-runner, in the version that fits it
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import { html } from 'lit';
import type { Alert } from '../../../server/community/alerts/contract.ts';
import type { Channels } from '../../../server/community/inbox/contract.ts';
import type { Alerts } from '../../../widgets/core/alerts.ts';
import { ClientProblem } from '../../../widgets/core/problems.ts';
import { type AlertProduct, type AlertSheet, openAlertSheet } from '../../../widgets/parts/alert-sheet.ts';
import { noonHere } from '../support/days.ts';
import { alert, channels, confirmed } from '../support/notices.ts';
import { product } from '../support/people.ts';
import { expectAccessible, until } from '../support/until.ts';
import { expectFocus, focused, press, type } from './keys.ts';
import { clear, expectNoOverflow, LONG_NAME, type PartStage, show, wordsOf } from './stage.ts';

interface Options {
  lang?: 'ko' | 'en';
  scheme?: 'light' | 'dark';
  alert?: Alert;
  channels?: Channels;
  product?: Partial<AlertProduct>;
  host?: Partial<Alerts>;
}

/** A service that remembers what it was told, and everything that it was told. */
function service(options: Options) {
  const told: unknown[][] = [];
  let now = options.channels ?? channels();
  const host = {
    mall: async () => ({ name: '민트가게', currency: 'KRW' }),
    channels: async () => now,
    alert: async () => options.alert,
    async putAlert(body: unknown) {
      told.push(['alert', body]);
    },
    async putMail(address: string) {
      told.push(['mail', address]);
      now = { ...now, mail: { address: 'mi***@example.com', confirmed: false } };
      return now;
    },
    async confirmMail(code: string) {
      told.push(['confirm', code]);
      if (code !== '314159') throw new ClientProblem('code-refused', 'no');
      now = { ...now, mail: confirmed };
      return now;
    },
    async removeMail() {
      told.push(['remove']);
      now = { ...now, mail: null };
      return now;
    },
    async putConsent(purpose: string, channel: string, given: boolean) {
      told.push(['consent', purpose, channel, given]);
      now = {
        ...now,
        consents: now.consents.map((one) =>
          one.purpose === purpose && one.channel === channel
            ? { ...one, given, at: noonHere('2026-11-28') }
            : one,
        ),
      };
      return now;
    },
    ...options.host,
  } satisfies Partial<Alerts>;
  return { told, host };
}

async function open(options: Options = {}) {
  const { lang = 'ko', scheme = 'light' } = options;
  const { told, host } = service(options);
  const stage = await show(() => html`<button id="door">문</button>`, { scheme });
  stage.shadowRoot!.querySelector<HTMLElement>('#door')!.focus();
  await openAlertSheet(
    { root: stage.shadowRoot!, words: await wordsOf(lang), ...host },
    product('1', { name: '린넨 셔츠', price: 39_000, currency: 'KRW', ...options.product }),
  );
  const sheet = stage.shadowRoot!.querySelector('dangol-part-alert-sheet')!;
  return { stage, sheet, told };
}

const inside = (sheet: AlertSheet, selector: string) =>
  sheet.shadowRoot!.querySelector<HTMLElement>(selector)!;
const switches = (sheet: AlertSheet) => [
  ...sheet.shadowRoot!.querySelectorAll<HTMLInputElement>('[role=switch]'),
];
/** A switch by words of its label. */
const toggle = (sheet: AlertSheet, label: string) =>
  switches(sheet).find((one) => one.closest('label')!.textContent!.includes(label))!;
const ready = (sheet: AlertSheet) => until(() => inside(sheet, '.foot .main'));
async function flip(sheet: AlertSheet, ...labels: string[]) {
  for (const label of labels) {
    (await until(() => toggle(sheet, label))).click();
    await sheet.updateComplete;
  }
}
const save = (sheet: AlertSheet) => inside(sheet, '.foot .main').click();
const said = (sheet: AlertSheet) => inside(sheet, '.said').textContent!.replace(/\s+/g, ' ').trim();
const problem = (sheet: AlertSheet) => inside(sheet, '.foot .problem').textContent!;
const mail = (sheet: AlertSheet) => inside(sheet, 'dangol-part-mail-address').shadowRoot!;

const EVERYTHING = {
  alert: alert({ priceDrop: { below: 30_000 }, restock: true, fewLeft: true, channels: ['inbox', 'mail'] }),
  channels: channels({ mail: confirmed }),
};

describe('the alert sheet', () => {
  afterEach(async () => {
    clear();
    await setViewport({ width: 800, height: 600 });
  });

  it('has nothing that axe objects to, by day and by night, in both languages, and fits a narrow phone', async () => {
    await setViewport({ width: 320, height: 640 });
    for (const [lang, scheme, more] of [
      ['ko', 'light', {}],
      ['en', 'dark', {}],
      ['ko', 'dark', { ...EVERYTHING, product: { name: LONG_NAME } }],
      ['en', 'light', { ...EVERYTHING, product: { name: LONG_NAME } }],
      ['ko', 'light', { ...EVERYTHING, channels: channels() }],
      ['en', 'dark', { ...EVERYTHING, channels: channels({ mail: { ...confirmed, confirmed: false } }) }],
    ] as const) {
      const { stage, sheet } = await open({ lang, scheme, ...more });
      await ready(sheet);
      await expectAccessible(stage);
      expectNoOverflow(stage);
      clear();
    }
  });

  it('shows what is set now, and of a new product nothing', async () => {
    const { sheet } = await open(EVERYTHING);
    await ready(sheet);
    for (const label of ['가격이 내려가면', '다시 살 수', '얼마 남지', '메일로도'])
      expect(toggle(sheet, label).checked, label).to.equal(true);
    expect((inside(sheet, '#below') as HTMLInputElement).value).to.equal('30,000');
    clear();
    const fresh = await open();
    await ready(fresh.sheet);
    expect(switches(fresh.sheet).map((one) => one.checked)).to.deep.equal([false, false, false, false]);
  });

  it('no consent is ever ticked beforehand, and each one is asked for only where it is needed', async () => {
    const { sheet } = await open(EVERYTHING);
    await ready(sheet);
    const consents = () => [...sheet.shadowRoot!.querySelectorAll<HTMLInputElement>('.consents input')];
    expect(consents().map((one) => one.checked)).to.deep.equal([false, false, false]);
    await flip(sheet, '가격이 내려가면', '얼마 남지');
    // What was asked for oneself and is read in the inbox takes no consent; by mail it does.
    expect(consents()).to.have.lengthOf(1);
    expect(inside(sheet, '.consents').textContent).to.include('부탁한 소식을 메일로');
    await flip(sheet, '메일로도');
    expect(consents()).to.have.lengthOf(0);
  });

  it('says before the consent who sends, how often at most, when not, and that it can be taken back', async () => {
    const { sheet } = await open();
    await ready(sheet);
    await flip(sheet, '가격이 내려가면');
    const text = inside(sheet, '.consents p').textContent!;
    for (const part of [
      '광고성 정보',
      '민트가게에서',
      '일주일에 많아도 3번',
      '오후 9시',
      '오전 8시',
      '언제든지 거둘',
    ])
      expect(text).to.include(part);
    expect(toggle(sheet, '광고성 정보를 알림함에서').getAttribute('aria-describedby')).to.equal(
      inside(sheet, '.consents p').id,
    );
  });

  it('what needs consent is not saved without it, and the focus goes there', async () => {
    const { sheet, told } = await open();
    await ready(sheet);
    await flip(sheet, '얼마 남지');
    save(sheet);
    await until(() => problem(sheet).includes('동의해 주시면'));
    expectFocus(toggle(sheet, '광고성 정보를 알림함에서'));
    await expectAccessible(sheet);
    expect(told).to.deep.equal([]);
    await press('Space');
    expect(problem(sheet)).to.equal('');
    save(sheet);
    await until(() => said(sheet));
    expect(told).to.deep.equal([
      ['consent', 'advertising', 'inbox', true],
      ['alert', alert({ fewLeft: true })],
    ]);
    // The law wants the result told: when, by whom, what.
    expect(said(sheet)).to.match(
      /저장했어요.* 2026\. 11\. 28\., 민트가게: ‘광고성 정보를 알림함에서 받는 데 동의’ 처리되었습니다/,
    );
    await expectAccessible(sheet);
  });

  it('a price of one’s own is sent in the smallest unit; nonsense is said beside it', async () => {
    const given = channels();
    given.consents = given.consents.map((one) => ({ ...one, given: true, at: 1 }));
    const { sheet, told } = await open({ channels: given });
    await ready(sheet);
    await flip(sheet, '가격이 내려가면');
    inside(sheet, '#below').focus();
    await type('싸게');
    save(sheet);
    await until(() => inside(sheet, '#below-problem').textContent!.includes('39,000'));
    expectFocus(inside(sheet, '#below'));
    expect(inside(sheet, '#below').getAttribute('aria-invalid')).to.equal('true');
    await expectAccessible(sheet);
    (inside(sheet, '#below') as HTMLInputElement).select();
    await type('29,900원');
    save(sheet);
    await until(() => said(sheet));
    expect(told).to.deep.equal([['alert', alert({ priceDrop: { below: 29_900 } })]]);
  });

  it('in dollars the price has cents', async () => {
    const given = channels();
    given.consents = given.consents.map((one) => ({ ...one, given: true, at: 1 }));
    const { sheet, told } = await open({
      lang: 'en',
      channels: given,
      alert: alert({ priceDrop: { below: 1250 } }),
      product: { price: 2000, currency: 'USD' },
    });
    await ready(sheet);
    expect((inside(sheet, '#below') as HTMLInputElement).value).to.equal('12.50');
    expect(inside(sheet, '#below-hint').textContent).to.include('$20.00');
    (inside(sheet, '#below') as HTMLInputElement).select();
    inside(sheet, '#below').focus();
    await type('9.5');
    save(sheet);
    await until(() => said(sheet));
    expect(told).to.deep.equal([['alert', alert({ priceDrop: { below: 950 } })]]);
  });

  it('without a price of one’s own every drop is told', async () => {
    const { sheet, told } = await open({ ...EVERYTHING, alert: alert() });
    await ready(sheet);
    await flip(sheet, '가격이 내려가면', '광고성 정보를 알림함에서');
    save(sheet);
    await until(() => said(sheet));
    expect(told.at(-1)).to.deep.equal(['alert', alert({ priceDrop: { below: null } })]);
  });

  it('mail leads to the address, then to its code, and only then is saved', async () => {
    const { stage, sheet, told } = await open();
    await ready(sheet);
    await flip(sheet, '다시 살 수', '메일로도');
    save(sheet);
    await until(() => problem(sheet).includes('메일 주소를 먼저'));
    await until(() => mail(sheet).querySelector('[type=email]'));
    await expectAccessible(stage);
    const address = mail(sheet).querySelector<HTMLInputElement>('[type=email]')!;
    address.focus();
    await type('minji');
    await press('Enter');
    await until(() => mail(sheet).querySelector('.problem')!.textContent!.includes('다시 확인'));
    expect(told).to.deep.equal([]);
    address.focus();
    await type('@example.com');
    await press('Enter');
    const code = await until(() => mail(sheet).querySelector<HTMLInputElement>('.code'));
    expect(code.autocomplete).to.equal('one-time-code');
    await until(() => focused() === code);
    await expectAccessible(stage);
    expect(mail(sheet).textContent).to.include('mi***@example.com');
    // Another one only after a pause.
    const again = mail(sheet).querySelector<HTMLElement>('.acts .link')!;
    expect(again.getAttribute('aria-disabled')).to.equal('true');
    again.click();
    code.focus();
    await type('12345');
    await press('Enter');
    await until(() => mail(sheet).querySelector('.problem')!.textContent!.includes('여섯 자리'));
    code.value = '000000';
    code.focus();
    await press('Enter');
    await until(() => mail(sheet).querySelector('.problem')!.textContent!.includes('맞지 않거나'));
    await expectAccessible(stage);
    // As it is copied out of a mail.
    code.value = ' 314 159 ';
    await press('Enter');
    await until(() => mail(sheet).querySelector('.said')!.textContent!.includes('주소를 확인했어요'));
    await flip(sheet, '부탁한 소식을 메일로');
    save(sheet);
    await until(() => said(sheet));
    expect(told).to.deep.equal([
      ['mail', 'minji@example.com'],
      ['confirm', '000000'],
      ['confirm', '314159'],
      ['consent', 'information', 'mail', true],
      ['alert', alert({ restock: true, channels: ['inbox', 'mail'] })],
    ]);
  });

  it('another code can be asked for once the pause is over', async () => {
    const clock = Date.now;
    const { sheet, told } = await open();
    try {
      await ready(sheet);
      await flip(sheet, '다시 살 수', '메일로도');
      const address = await until(() => mail(sheet).querySelector<HTMLInputElement>('[type=email]'));
      address.value = 'minji@example.com';
      mail(sheet).querySelector<HTMLElement>('.plain')!.click();
      await until(() => mail(sheet).querySelector('.acts .link')?.textContent?.includes('60초 뒤'));
      Date.now = () => clock() + 61_000;
      const again = await until(() =>
        mail(sheet).querySelector<HTMLElement>('.acts .link[aria-disabled=false]'),
      );
      again.click();
      await until(() => told.length === 2);
      expect(told).to.deep.equal([
        ['mail', 'minji@example.com'],
        ['mail', 'minji@example.com'],
      ]);
    } finally {
      Date.now = clock;
    }
  });

  it('a confirmed address can be changed and taken out', async () => {
    const { sheet, told } = await open(EVERYTHING);
    await ready(sheet);
    await until(() => mail(sheet).querySelector('.address'));
    const [other, remove] = [...mail(sheet).querySelectorAll<HTMLElement>('.acts .link')];
    other!.click();
    await until(() => mail(sheet).querySelector('[type=email]'));
    mail(sheet).querySelector<HTMLElement>('.acts .link')!.click();
    await until(() => mail(sheet).querySelector('.address'));
    expect(remove!.textContent).to.include('지우기');
    mail(sheet).querySelectorAll<HTMLElement>('.acts .link')[1]!.click();
    await until(() => mail(sheet).querySelector('[type=email]'));
    expect(told).to.deep.equal([['remove']]);
  });

  it('where the service sends no mail there is no such switch', async () => {
    const { sheet } = await open({ ...EVERYTHING, channels: channels({ mailPossible: false }) });
    await ready(sheet);
    expect(toggle(sheet, '메일로도')).to.equal(undefined);
    expect(sheet.shadowRoot!.querySelectorAll('.consents input')).to.have.lengthOf(1);
  });

  it('all off is saved too, and tells the page', async () => {
    const { stage, sheet, told } = await open({ alert: alert({ restock: true }) });
    let heard: unknown;
    stage.addEventListener('dangol-alert-save', (event) => {
      heard = event.detail.alert;
    });
    await ready(sheet);
    await flip(sheet, '다시 살 수');
    save(sheet);
    await until(() => said(sheet).includes('모두 껐어요'));
    expect(told).to.deep.equal([['alert', alert()]]);
    expect(heard).to.deep.equal(alert());
  });

  it('what fails is said, stays as it was set, and can be tried again', async () => {
    let isAway = true;
    const { sheet } = await open({
      host: { putAlert: async () => (isAway ? Promise.reject(new ClientProblem('network')) : undefined) },
    });
    await ready(sheet);
    await flip(sheet, '다시 살 수');
    save(sheet);
    await until(() => problem(sheet).includes('인터넷 연결'));
    expect(toggle(sheet, '다시 살 수').checked).to.equal(true);
    isAway = false;
    save(sheet);
    await until(() => said(sheet).includes('저장했어요'));
    expect(problem(sheet)).to.equal('');
  });

  it('where only members write it says so', async () => {
    const { stage, sheet } = await open({
      host: { channels: () => Promise.reject(new ClientProblem('sign-in-required', 'no')) },
    });
    await until(() => inside(sheet, '.sheet > .problem').textContent === '로그인하면 알림을 받을 수 있어요');
    await expectAccessible(stage);
  });

  it('Escape closes it and gives the focus back', async () => {
    const { stage, sheet } = await open();
    await ready(sheet);
    await press('Escape');
    await until(() => !(stage as PartStage).shadowRoot!.querySelector('dangol-part-alert-sheet'));
    expectFocus(stage.shadowRoot!.querySelector('#door')!);
  });
});
