package dev.gatehouse.core.call;

import dev.gatehouse.core.revision.Bundle;

/** Where a call goes and which bundle governs it. */
record Route(Bundle bundle, PublishedTool tool) {}
