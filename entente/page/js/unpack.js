/** What the page was made with, unpacked from its blocks: bytes, compressed, in base64. */

/**
 * Return the bytes of a block.
 *
 * @param {string} text of the block
 * @returns {Promise<ArrayBuffer>}
 */
export async function unpack(text) {
  const packed = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
