package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.JsonPointer;
import java.util.List;
import java.util.Set;

/** What one stage says. Stages decide, the pipeline acts. */
public sealed interface Decision {

    /** The word recorded with the call. */
    String word();

    String reason();

    record Allow() implements Decision {
        @Override
        public String word() {
            return "allow";
        }

        @Override
        public String reason() {
            return "";
        }
    }

    /**
     * Recorded, and nothing else: what a policy on trial would have done, or something worth knowing.
     *
     * @param word what is recorded, such as {@code flag} or {@code would_deny}
     */
    record Flag(String word, String reason) implements Decision {}

    /** Names places in the arguments; the pipeline replaces them, so no stage can slip in another call. */
    record Redact(List<JsonPointer> pointers, String reason) implements Decision {
        @Override
        public String word() {
            return "redact";
        }
    }

    record RequireApproval(List<String> approvers, String reason) implements Decision {
        @Override
        public String word() {
            return "require_approval";
        }
    }

    record RequireScope(Set<String> scopes, String reason) implements Decision {
        @Override
        public String word() {
            return "require_scope";
        }
    }

    /** @param reason safe to show to the caller */
    record Deny(String reason) implements Decision {
        @Override
        public String word() {
            return "deny";
        }
    }

    Decision ALLOW = new Allow();
}
