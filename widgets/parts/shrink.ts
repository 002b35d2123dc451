/** How much of a photo is kept. */
const QUALITY = 0.85;

/** A photo small enough to send: upright, at most `maxSide` pixels. What the browser cannot read goes as it is, for the service to judge. */
export async function shrinkPhoto(file: File, maxSide = 1600): Promise<Blob> {
  let picture: ImageBitmap | undefined;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, maxSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const brush = canvas.getContext('2d');
    if (!brush) return file;
    brush.imageSmoothingQuality = 'high';
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/webp', QUALITY));
    // A browser that cannot write WebP writes PNG instead, which is no smaller.
    const sent = small?.type === 'image/webp' ? small : await inJpeg(canvas, brush);
    if (!sent) return file;
    return scale === 1 && sent.size >= file.size ? file : sent;
  } catch {
    return file;
  } finally {
    picture?.close();
  }
}

function inJpeg(canvas: HTMLCanvasElement, brush: CanvasRenderingContext2D): Promise<Blob | null> {
  // JPEG knows nothing see-through: white instead of black behind it.
  brush.globalCompositeOperation = 'destination-over';
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
}
