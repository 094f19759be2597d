/** The page: what it holds is unpacked. */

/**
 * Return the bytes of a block of the page.
 *
 * @param {string} id
 * @returns {Promise<ArrayBuffer>}
 */
async function unpack(id) {
  const packed = Uint8Array.from(atob(String(document.getElementById(id)?.textContent)), (one) => one.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

unpack("data").then((bytes) => {
  Object.assign(window, { entente: { data: JSON.parse(new TextDecoder().decode(bytes)) } });
});
