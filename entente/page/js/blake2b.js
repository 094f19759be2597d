/** BLAKE2b (RFC 7693): the digests by which names are known to the random numbers of the rules. */

const INITIAL = [
  0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];
const ORDERS = [ // of the words of a block, in each of the first ten rounds; the last two are as the first two
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const QUARTERS = [ // columns, then diagonals
  [0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
  [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14],
];
const ROUNDS = 12;
const BLOCK = 128; // bytes

/**
 * Return the digest of a text in UTF-8, without a key.
 *
 * @param {string} text
 * @param {number} size of the digest, in bytes
 * @returns {Uint8Array}
 */
export function blake2b(text, size) {
  const said = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.max(1, Math.ceil(said.length / BLOCK)) * BLOCK);
  padded.set(said);
  const view = new DataView(padded.buffer);
  const state = BigUint64Array.from(INITIAL);
  state[0] ^= 0x01010000n ^ BigInt(size);
  for (let start = 0; start < padded.length; start += BLOCK) {
    const block = BigUint64Array.from({ length: 16 }, (_, k) => view.getBigUint64(start + 8 * k, true));
    compress(state, block, Math.min(start + BLOCK, said.length), start + BLOCK === padded.length);
  }
  const digest = new DataView(new ArrayBuffer(8 * state.length));
  state.forEach((word, k) => digest.setBigUint64(8 * k, word, true));
  return new Uint8Array(digest.buffer, 0, size);
}

/**
 * Mix one block into the state.
 *
 * @param {BigUint64Array} state
 * @param {BigUint64Array} block
 * @param {number} read bytes so far
 * @param {boolean} last
 */
function compress(state, block, read, last) {
  const v = BigUint64Array.from([...state, ...INITIAL]);
  v[12] ^= BigInt(read);
  if (last) v[14] = ~v[14];
  for (let round = 0; round < ROUNDS; round++) {
    const order = ORDERS[round % ORDERS.length];
    QUARTERS.forEach(([a, b, c, d], k) => {
      v[a] += v[b] + block[order[2 * k]];
      v[d] = turn(v[d] ^ v[a], 32n);
      v[c] += v[d];
      v[b] = turn(v[b] ^ v[c], 24n);
      v[a] += v[b] + block[order[2 * k + 1]];
      v[d] = turn(v[d] ^ v[a], 16n);
      v[c] += v[d];
      v[b] = turn(v[b] ^ v[c], 63n);
    });
  }
  state.forEach((word, k) => { state[k] = word ^ v[k] ^ v[k + 8]; });
}

/**
 * Turn the bits of a word to the right.
 *
 * @param {bigint} word
 * @param {bigint} by
 */
function turn(word, by) {
  return (word >> by) | (word << (64n - by)); // kept in 64 bits where it is stored
}
