package dev.gatehouse.audit.proof;

import dev.gatehouse.core.digest.Sha256;
import java.security.MessageDigest;

/** The tree of RFC 6962, section 2.1, that grows leaf by leaf and keeps only its frontier. Not thread-safe. */
public final class MerkleTree {
    static final byte LEAF = 0;

    private static final byte NODE = 1;
    private static final int LEVELS_MAX = Long.SIZE;

    /** The roots of the full subtrees, by height: one for each bit that is set in the size. */
    private final byte[][] frontier = new byte[LEVELS_MAX][];

    private long size;

    public long size() {
        return size;
    }

    /** Adds an entry, hashing it as a leaf. */
    public void addEntry(byte[] entry) {
        MessageDigest leaf = Sha256.begin();
        leaf.update(LEAF);
        add(leaf.digest(entry));
    }

    /** Adds what is a leaf hash already. */
    public void add(byte[] leaf) {
        byte[] right = leaf;
        int level = 0;
        for (; (size >> level & 1) == 1; level++) {
            right = node(frontier[level], right);
        }
        frontier[level] = right;
        size++;
    }

    /** The tree hash over all leaves so far; of none, the hash of nothing. */
    public byte[] root() {
        if (size == 0) {
            return Sha256.of(new byte[0]);
        }
        int level = Long.numberOfTrailingZeros(size);
        byte[] root = frontier[level];
        for (level++; level < LEVELS_MAX; level++) {
            if ((size >> level & 1) == 1) {
                root = node(frontier[level], root);
            }
        }
        return root;
    }

    private static byte[] node(byte[] left, byte[] right) {
        MessageDigest node = Sha256.begin();
        node.update(NODE);
        node.update(left);
        return node.digest(right);
    }
}
