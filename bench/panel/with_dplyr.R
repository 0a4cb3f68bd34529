# The directed dyad-year frame in dplyr, in the steps of peacesciencer: the grid of all pairs and years, cut down to the
# spells of both and to pairs that shared a day, then one left join after the other. Reads CSV and writes nothing, which R cannot do as
# Parquet by itself: both are in its favour.
suppressPackageStartupMessages(library(dplyr))
arguments <- commandArgs(trailingOnly = TRUE)
file_of <- function(name) file.path(arguments[1], name)
begun <- proc.time()[["elapsed"]]
first <- 1816
last <- 2016
year_of <- function(day) as.integer(substr(day, 1, 4))

spread <- function(data) {
  counts <- pmax(data$to - data$from + 1L, 0L)
  rows <- rep(seq_len(nrow(data)), counts)
  data[rows, ] %>% mutate(year = from + sequence(counts) - 1L)
}

states <- read.csv(file_of("states.csv")) %>%
  mutate(styear = year_of(start), endyear = year_of(end)) %>%
  select(ccode, styear, endyear)
codes <- unique(states$ccode)
false_dyads <- read.csv(file_of("false.csv"))
# Every pair in every year, then those whose years lie in a spell of the one and of the other.
frame <- as_tibble(expand.grid(ccode1 = codes, ccode2 = codes, year = seq(first, last))) %>%
  filter(ccode1 != ccode2) %>%
  left_join(states, by = c("ccode1" = "ccode")) %>%
  filter(year >= styear & year <= endyear) %>%
  select(-styear, -endyear) %>%
  left_join(states, by = c("ccode2" = "ccode")) %>%
  filter(year >= styear & year <= endyear) %>%
  select(ccode1, ccode2, year) %>%
  distinct() %>%
  anti_join(false_dyads, by = c("ccode1", "ccode2", "year"))

wide <- function(value, other) ifelse(is.na(value) | value == 0, other, value)
atop <- read.csv(file_of("atop.csv")) %>%
  mutate(
    start = yrent * 10000 + wide(moent, 1) * 100 + wide(dayent, 1),
    end = ifelse(is.na(yrexit) | yrexit == 0, 20181231, yrexit * 10000 + wide(moexit, 12) * 100 + wide(dayexit, 28))
  )
partners <- atop %>% select(atopid, phase, member2 = member, start2 = start, end2 = end)
allies <- inner_join(atop, partners, by = c("atopid", "phase")) %>%
  filter(member != member2) %>%
  mutate(start = pmax(start, start2), end = pmin(end, end2)) %>%
  filter(start <= end) %>%
  mutate(from = as.integer(start %/% 10000), to = as.integer(end %/% 10000)) %>%
  spread() %>%
  group_by(ccode1 = member, ccode2 = member2, year) %>%
  summarise(
    atop_defense = max(defense), atop_offense = max(offense), atop_neutral = max(neutral),
    atop_nonagg = max(nonagg), atop_consul = max(consul), .groups = "drop"
  )
nmc <- read.csv(file_of("nmc.csv")) %>% select(ccode, year, cinc)
contiguity <- read.csv(file_of("contiguity.csv")) %>%
  filter(conttype > 0) %>%
  mutate(from = year_of(stdate), to = year_of(enddate)) %>%
  rowwise() %>%
  summarise(ccode1 = ccode1, ccode2 = ccode2, conttype = conttype, year = seq(from, to), .groups = "drop") %>%
  group_by(ccode1, ccode2, year) %>%
  summarise(conttype = min(conttype), .groups = "drop")
mids <- read.csv(file_of("mids.csv")) %>%
  group_by(ccode1, ccode2, year) %>%
  summarise(cowmidongoing = max(dispongoing), cowmidonset = max(disponset), .groups = "drop")
key <- c("ccode1", "ccode2", "year")
frame <- frame %>%
  left_join(allies, by = key) %>%
  left_join(nmc %>% rename(ccode1 = ccode, cinc1 = cinc), by = c("ccode1", "year")) %>%
  left_join(nmc %>% rename(ccode2 = ccode, cinc2 = cinc), by = c("ccode2", "year")) %>%
  left_join(contiguity, by = key) %>%
  left_join(mids, by = key) %>%
  mutate(across(c(starts_with("atop_"), conttype, cowmidongoing, cowmidonset), ~ coalesce(.x, 0))) %>%
  arrange(ccode1, ccode2, year)
cat(proc.time()[["elapsed"]] - begun, "\n")
cat("sum", nrow(frame), sum(frame$atop_defense), sum(frame$conttype), sum(frame$cowmidonset), "\n")
