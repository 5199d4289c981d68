package dev.gatehouse.core.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What one stage says. Stages decide, the pipeline acts. */
public sealed interface Decision {

    /** The word recorded with the call. */
    String word();

    String reason();

    /** What was seen where, for the trail. */
    List<Detection> detections();

    record Allow() implements Decision {
        @Override
        public String word() {
            return "allow";
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public List<Detection> detections() {
            return List.of();
        }
    }

    /**
     * Recorded, and nothing else: what a policy on trial would have done, or something worth knowing.
     *
     * @param word what is recorded, such as {@code flag} or {@code would_deny}
     */
    record Flag(String word, String reason, List<Detection> detections) implements Decision {
        public Flag(String word, String reason) {
            this(word, reason, List.of());
        }
    }

    /** Names places; whoever asked masks them, so no stage can slip in another call or another result. */
    record Redact(List<Place> places, String reason, List<Detection> detections) implements Decision {
        public Redact(List<Place> places, String reason) {
            this(places, reason, List.of());
        }

        @Override
        public String word() {
            return "redact";
        }
    }

    /**
     * Somebody must say yes first.
     *
     * @param approvers who may, each {@code group:NAME} or {@code user:NAME}; none means the approvers of the bundle
     * @param within how long they may take, and how long what they said is good for
     * @param people how many different ones must
     * @param executes whether the gateway makes the call itself once they did
     */
    record RequireApproval(List<String> approvers, Duration within, int people, String reason, boolean executes)
            implements Decision {
        public static final Duration WITHIN_DEFAULT = Duration.ofMinutes(15);

        public RequireApproval {
            approvers = List.copyOf(approvers);
        }

        /** Of one person, within the usual time. */
        public RequireApproval(List<String> approvers, String reason) {
            this(approvers, WITHIN_DEFAULT, 1, reason, false);
        }

        @Override
        public String word() {
            return "require_approval";
        }

        @Override
        public List<Detection> detections() {
            return List.of();
        }
    }

    record RequireScope(Set<String> scopes, String reason) implements Decision {
        @Override
        public String word() {
            return "require_scope";
        }

        @Override
        public List<Detection> detections() {
            return List.of();
        }
    }

    /** @param reason safe to show to the caller */
    record Deny(String reason, List<Detection> detections) implements Decision {
        public Deny(String reason) {
            this(reason, List.of());
        }

        @Override
        public String word() {
            return "deny";
        }
    }

    Decision ALLOW = new Allow();
}
