package io.fathom.model.budget;

/**
 * A share of the records, chosen by a hash of their id: a replay chooses the same ones, and no order among records matters.
 *
 * @param salt samples of different salts know nothing of each other
 */
public record IdSample(double share, long salt) {
    public boolean contains(String id) {
        return share >= 1 || (share > 0 && place(id) < share);
    }

    /** Evenly spread over 0..1: splitmix64's finaliser on the hash, which leaves similar ids close together. */
    private double place(String id) {
        long z = id.hashCode() + salt;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (double) (z >>> 11) * 0x1p-53; // 53 bits as a number in 0..1
    }
}
