package io.lokitempo.mcp.setting;

import java.time.Duration;

/**
 * What exports may take.
 *
 * @param fileBytes one file
 * @param folderBytes all files of the folder together
 * @param lifetime of a finished file
 */
public record ExportBounds(long fileBytes, long folderBytes, Duration lifetime) {}
