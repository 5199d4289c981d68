package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Says whether a trail is whole, by docs/audit-format.md. */
public final class Verifier {
    /** So many faults are told one by one. */
    public static final int FAULTS_TOLD_MAX = 20;

    private Verifier() {}

    /**
     * Reads a trail once from its begin to its end. What cannot be read becomes a fault of the report, not an exception.
     *
     * @param now until when times of records can be over
     * @param anchors files of checkpoints from a place that the trail's writers cannot change
     */
    public static Report verify(Trail trail, TrustedKeys keys, List<Path> anchors, Instant now) {
        return verify(trail, keys, anchors, now, FAULTS_TOLD_MAX);
    }

    static Report verify(Trail trail, TrustedKeys keys, List<Path> anchors, Instant now, int faultsMax) {
        Findings findings = new Findings(faultsMax);
        // They tell of all blocks of a chain.
        List<Path> compared = trail.extent() == Trail.Extent.PART ? List.of() : anchors;
        if (compared.size() < anchors.size()) {
            findings.note("anchors are not compared with a part of a trail: compare them with the database");
        }
        Anchors kept = Anchors.read(compared, keys, findings);
        try {
            List<String> gateways = trail.gateways();
            for (String gateway : gateways) {
                verify(trail, gateway, keys, kept, LocalDate.ofInstant(now, ZoneOffset.UTC), findings);
            }
            others(trail, gateways, kept, findings);
        } catch (IOException e) {
            findings.incomplete("", Position.ZERO, "cannot be read: " + e.getMessage());
        }
        return findings.report();
    }

    private static void verify(
            Trail trail, String gateway, TrustedKeys keys, Anchors anchors, LocalDate today, Findings findings) {
        AnchorCheck anchorCheck = new AnchorCheck(trail.extent(), gateway, anchors, keys, findings);
        try (BlockChain chain = new BlockChain(trail, gateway, keys, anchorCheck, findings)) {
            long before = findings.blocks;
            new StreamCheck(trail, gateway, chain, anchors.newest(gateway), today, findings).run();
            if (findings.blocks == before) {
                findings.incomplete(gateway, Position.ZERO, "no block whose signature is good, so nothing is proved");
            }
        } catch (IOException e) {
            findings.incomplete(gateway, Position.ZERO, "cannot be read: " + e.getMessage());
        }
    }

    /** A gateway that an anchor knows and the trail does not was taken out of it. */
    private static void others(Trail trail, List<String> gateways, Anchors anchors, Findings findings) {
        for (Anchors.Anchor anchor : anchors.ofOthers(gateways)) {
            if (trail.extent() == Trail.Extent.ALL_GATEWAYS) {
                findings.altered(
                        anchor.gateway(), Position.ZERO, "an anchor tells of this gateway, of which nothing is here");
            } else {
                findings.note("an anchor is of gateway " + anchor.gateway() + ", which is another one");
            }
        }
    }
}
