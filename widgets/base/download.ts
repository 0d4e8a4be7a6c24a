/**
 * Hands a file over to the browser. The bearer is not in any address, so the browser cannot fetch a file by itself: its
 * bytes are fetched first.
 */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
