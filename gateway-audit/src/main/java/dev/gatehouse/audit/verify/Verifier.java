package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Says whether a trail is whole, by docs/audit-format.md. */
public final class Verifier {
    /** So many faults are told one by one. */
    public static final int FAULTS_TOLD_MAX = 20;

    private Verifier() {}

    /**
     * Reads a trail once from its begin to its end. What cannot be read becomes a fault of the report, not an exception.
     *
     * @param anchors files of checkpoints from a place that the trail's writers cannot change
     */
    public static Report verify(Trail trail, TrustedKeys keys, List<Path> anchors) {
        return verify(trail, keys, anchors, FAULTS_TOLD_MAX);
    }

    static Report verify(Trail trail, TrustedKeys keys, List<Path> anchors, int faultsMax) {
        Findings findings = new Findings(faultsMax);
        Anchors kept = Anchors.read(anchors, keys, findings);
        try {
            List<String> gateways = trail.gateways();
            for (String gateway : gateways) {
                verify(trail, gateway, keys, kept, findings);
            }
            others(trail, gateways, kept, findings);
        } catch (IOException e) {
            findings.incomplete("", Position.ZERO, "cannot be read: " + e.getMessage());
        }
        return findings.report();
    }

    private static void verify(Trail trail, String gateway, TrustedKeys keys, Anchors anchors, Findings findings) {
        AnchorCheck anchorCheck = new AnchorCheck(trail.extent(), gateway, anchors, keys, findings);
        try (BlockChain chain = new BlockChain(trail, gateway, keys, anchorCheck, findings)) {
            new StreamCheck(trail, gateway, chain, anchors.newest(gateway), findings).run();
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
