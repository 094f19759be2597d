"""From results to understanding: tables and figures made from what runs leave behind, never a simulation."""
