package dev.gatehouse.audit.verify;

import java.util.List;

/**
 * What a verifier found.
 *
 * @param records that were read, blocks included
 * @param leftOut records of which only a hash was read
 * @param blocks whose signature is good
 * @param anchors that the trail agrees with
 * @param notYetSealed records after the last block
 * @param beforeFirstBlock records from a time when the gateway did not seal
 * @param expired records that blocks tell of and whose time was over
 * @param altered how many faults show that something is not as it was recorded
 * @param incomplete how many tell of something that cannot be read
 * @param faults the first of them, in order
 * @param notes what an auditor should know and what is no fault: forks, and where a trail begins
 */
public record Report(
        long records,
        long leftOut,
        long blocks,
        long anchors,
        long notYetSealed,
        long beforeFirstBlock,
        long expired,
        long altered,
        long incomplete,
        List<Fault> faults,
        List<String> notes) {
    public static final int WHOLE = 0;
    public static final int ALTERED = 1;
    public static final int INCOMPLETE = 2;

    public Report {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /** {@link #WHOLE}, {@link #ALTERED} or {@link #INCOMPLETE}; what is altered is more than what is incomplete. */
    public int exitCode() {
        if (altered > 0) {
            return ALTERED;
        }
        return incomplete > 0 ? INCOMPLETE : WHOLE;
    }
}
