/** Until so many frames are in: a slow machine takes longer, it does not make a shorter film. */
const FRAMES = 20;

/** A short film made on the spot, so that a `<video>` has something to play. */
export function recorded(): Promise<string> {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: "video/webm" });
  const parts: Blob[] = [];
  let frame = 0;
  const draw = setInterval(() => {
    if (pen === null) return;
    pen.fillStyle = `hsl(${330 + frame} 40% 40%)`;
    pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = "#f6f0ea";
    pen.fillRect(20 + frame * 12, 160, 40, 40);
    frame += 1;
    if (frame === FRAMES) recorder.stop();
  }, 66);
  return new Promise((resolve) => {
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(draw);
      resolve(URL.createObjectURL(new Blob(parts, { type: "video/webm" })));
    };
    recorder.start();
  });
}
