package io.fathom.model.budget;

import java.nio.charset.StandardCharsets;

/**
 * A share of the records, chosen by a hash of their id: a replay chooses the same ones, no order among records matters, and
 * a share that grows keeps the ids that it had.
 *
 * @param salt samples of different salts know nothing of each other
 */
public record IdSample(double share, long salt) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    public boolean contains(String id) {
        return share >= 1 || (share > 0 && position(id, salt) < share);
    }

    /** Where an id lies between 0 and 1, evenly spread over ids: FNV-1a (64 bit) of its UTF-8, and a final mix. */
    public static double position(String id, long salt) {
        long hash = FNV_OFFSET ^ salt;
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        // The high bits of FNV-1a hardly see the last characters, where ids differ most; this is MurmurHash3's last
        // step.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (double) ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53; // 53 bits as a number in 0..1
    }
}
