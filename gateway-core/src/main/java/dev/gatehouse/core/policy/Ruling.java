package dev.gatehouse.core.policy;

import java.util.List;

/** What the pipeline says of an operation. */
public sealed interface Ruling permits Permit, Refusal, Answered {
    /** Every stage that said more than allow, in order. */
    List<Finding> findings();
}
