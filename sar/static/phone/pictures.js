// Small pictures of what was chosen, drawn here: nothing of them comes back from the server.
const SIDE_PX = 96;

/** Draw the middle of a picture; take the canvas away if it is none that this browser can show. */
export async function draw(blob, canvas) {
  canvas.width = canvas.height = SIDE_PX;
  canvas.ariaHidden = 'true';
  try {
    const image = await createImageBitmap(blob);
    const side = Math.min(image.width, image.height);
    canvas.getContext('2d').drawImage(image, (image.width - side) / 2, (image.height - side) / 2,
      side, side, 0, 0, SIDE_PX, SIDE_PX);
    image.close();
  } catch { canvas.remove(); }
}
