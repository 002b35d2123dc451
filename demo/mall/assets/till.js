// The till's camera: reads a QR code where the browser can, and puts what it says into the field.
const words = JSON.parse(document.getElementById('till').textContent);
const place = document.querySelector('.camera');
const video = place.querySelector('video');
const button = place.querySelector('[data-camera]');
const line = place.querySelector('[role="status"]');
let stream;

async function canRead() {
  if (!('BarcodeDetector' in window) || !navigator.mediaDevices?.getUserMedia) return false;
  return (await window.BarcodeDetector.getSupportedFormats()).includes('qr_code');
}

function stop() {
  for (const one of stream?.getTracks() ?? []) one.stop();
  stream = undefined;
  video.hidden = true;
  video.srcObject = null;
  button.textContent = words.camera;
}

async function read(detector, mine) {
  while (stream === mine) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code) {
      document.querySelector('[name="code"]').value = code.rawValue.trim();
      line.textContent = words.found;
      stop();
      document.querySelector('[name="amount"]').focus();
      return;
    }
    await new Promise((next) => setTimeout(next, 150));
  }
}

button.addEventListener('click', async () => {
  if (stream) {
    stop();
    return;
  }
  line.textContent = '';
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    video.srcObject = stream;
    video.hidden = false;
    button.textContent = words.stop;
    await video.play();
    await read(new window.BarcodeDetector({ formats: ['qr_code'] }), stream);
  } catch {
    stop();
    line.textContent = words.dark;
  }
});
addEventListener('pagehide', stop);
canRead().then(
  (can) => {
    place.hidden = !can;
  },
  () => {},
);
