package dev.gatehouse.policy.count;

/** What has a count of its own under one rule. */
public enum CountedBy {
    /** Whoever calls, agent, person or nobody known, whatever client is used. */
    PRINCIPAL("this caller"),
    /** The agent that acts, on its own or for a person. */
    AGENT("this agent"),
    /** The person. */
    USER("this user"),
    /** Each group that the rule names and the caller is in. */
    GROUP("the group"),
    /** Everybody under the bundle together. */
    BUNDLE("the bundle"),
    /** The tool, prompt or resource at its upstream, under whatever names it is published. */
    TOOL("this tool"),
    UPSTREAM("the upstream");

    private final String words;

    CountedBy(String words) {
        this.words = words;
    }

    /** For a caller to read. */
    String words() {
        return words;
    }
}
