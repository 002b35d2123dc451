// What a mall's own script does: tells Dangol who is signed in, places orders. The widgets know nothing of it.
const root = document.documentElement;
const mall = `/${root.dataset.mall}/demo`;
// In a frame of the front page the shopper is given; elsewhere the mall's cookie says who it is.
const as = root.dataset.as === undefined ? '' : `?as=${encodeURIComponent(root.dataset.as)}`;
const json = { headers: { accept: 'application/json' } };

/** Runs once the loader is there: it is async, so it may come before or after this. */
function withDangol(act) {
  if (window.dangol) act(window.dangol);
  else
    document
      .querySelector('script[src*="/embed.js"]')
      ?.addEventListener('load', () => window.dangol && act(window.dangol));
}

async function token() {
  const answer = await fetch(`${mall}/token${as}`, json);
  return (await answer.json()).token;
}

const identify = () => withDangol((dangol) => dangol.identify(token));
// Only for somebody who is signed in; a guest stays nobody until they write.
if (root.hasAttribute('data-framed') ? root.dataset.as : document.querySelector('.hello')?.textContent)
  identify();

let hush;
function say(text) {
  const line = document.querySelector('.said');
  line.textContent = text;
  line.classList.add('shown');
  clearTimeout(hush);
  hush = setTimeout(() => line.classList.remove('shown'), 5000);
}

const texts = JSON.parse(document.getElementById('said')?.textContent ?? '{}');
const who = document.getElementById('who');

document.querySelector('[data-who]')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const chosen = event.submitter;
  const body = new URLSearchParams({ shopper: chosen.value });
  await fetch(`${mall}/session`, { method: 'POST', body, ...json });
  for (const one of who.querySelectorAll('[aria-current]')) one.removeAttribute('aria-current');
  const same = [...who.querySelectorAll('li button')].find((one) => one.value === chosen.value);
  same?.setAttribute('aria-current', 'true');
  document.querySelector('.hello').textContent = chosen.value ? chosen.dataset.name : '';
  if (chosen.value) identify();
  else withDangol((dangol) => dangol.signOut());
  who.hidePopover();
  // What the mall's own page shows of somebody is made by its server.
  if (document.querySelector('[data-personal]')) {
    location.reload();
    return;
  }
  say(chosen.value ? texts.is.replace('{name}', chosen.dataset.name) : texts.guest);
});

// Something needs an account: the shop opens its own way in.
addEventListener('dangol-problem-show', (event) => {
  if (event.detail.code === 'sign-in-required' && who && !who.matches(':popover-open')) who.showPopover();
});

document.querySelector('[data-order]')?.addEventListener('submit', async (event) => {
  // The other button leads to the checkout.
  if (event.submitter?.formMethod === 'get') return;
  event.preventDefault();
  const button = event.target.querySelector('.buy');
  button.disabled = true;
  try {
    const body = new URLSearchParams(new FormData(event.target));
    // Which story led here, if any: kept for seven days, and sealed.
    body.set('mark', window.dangol?.mark(body.get('product')) ?? '');
    const answer = await fetch(`${mall}/order`, { method: 'POST', body, ...json });
    if (answer.status === 401) {
      say(texts.pickFirst);
      who.showPopover();
    } else if (answer.ok) {
      say(texts.ordered);
      identify();
    } else say(texts.failed);
  } catch {
    say(texts.failed);
  } finally {
    button.disabled = false;
  }
});

// What was just bought can be given back, to see the label go.
who?.addEventListener('toggle', async (event) => {
  if (event.newState !== 'open') return;
  const { orders } = await (await fetch(`${mall}/orders`, json)).json();
  const section = who.querySelector('[data-orders]');
  section.hidden = orders.length === 0;
  section.querySelector('ul').replaceChildren(...orders.map(orderLine));
});

function orderLine(order) {
  const line = document.createElement('li');
  line.append(order.name);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = order.refunded ? texts.refundedLabel : texts.refund;
  button.disabled = order.refunded;
  button.addEventListener('click', async () => {
    button.disabled = true;
    const answer = await fetch(`${mall}/refund`, {
      method: 'POST',
      body: new URLSearchParams({ order: order.order }),
      ...json,
    });
    if (answer.ok) button.textContent = texts.refundedLabel;
    else button.disabled = false;
    say(answer.ok ? texts.refunded : texts.failed);
    if (answer.ok) identify();
  });
  line.append(button);
  return line;
}

// The checkout: all of the points that fit; another quantity is counted by the server.
document.querySelector('[data-use-all]')?.addEventListener('click', (event) => {
  document.getElementById('use').value = event.currentTarget.dataset.useAll;
});
document.querySelector('[data-reload]')?.addEventListener('change', (event) => {
  const fields = new URLSearchParams(new FormData(event.target.form));
  for (const name of [...fields.keys()]) if (name === 'use' || name.startsWith('mark:')) fields.delete(name);
  location.search = fields;
});
// Of each product in the basket: which story led to it, if any.
document.querySelector('[data-marked]')?.addEventListener('formdata', ({ formData }) => {
  for (const product of [formData.get('product'), ...formData.getAll('with')]) {
    const mark = window.dangol?.mark(product);
    if (mark) formData.set(`mark:${product}`, mark);
  }
});
// Whoever closes the window of the bank has left: their points are let go at once.
const paying = document.querySelector('[data-leave]');
if (paying) {
  let answered = false;
  for (const form of paying.querySelectorAll('form'))
    form.addEventListener('submit', () => {
      answered = true;
    });
  addEventListener('pagehide', () => {
    if (!answered) navigator.sendBeacon(paying.dataset.leave, new URLSearchParams());
  });
}

document.querySelector('[data-theme-switch]')?.addEventListener('click', () => {
  const dark = root.dataset.theme !== 'dark';
  if (dark) root.dataset.theme = 'dark';
  else delete root.dataset.theme;
  try {
    localStorage.setItem('theme', dark ? 'dark' : 'light');
  } catch {}
});
// The phones on the front page follow.
addEventListener('storage', (event) => {
  if (event.key !== 'theme') return;
  if (event.newValue === 'dark') root.dataset.theme = 'dark';
  else delete root.dataset.theme;
});
