import unittest

from search import IndexBuilder, suggest, tokenize
from search.index import read_varint, write_varint
from search.suggest import distance


class TokenizerTest(unittest.TestCase):
    def test_folds_and_stems(self):
        self.assertEqual(tokenize("Gartenmöbel and Sleeping Bags"), ["gartenmoebel", "sleep", "bag"])

    def test_sizes_and_article_numbers(self):
        self.assertEqual(tokenize("Tarp 2x3m"), ["tarp", "2x3m", "2", "3"])
        self.assertEqual(tokenize("HR-2040b"), ["hr-2040b", "2040"])

    def test_decimal_comma(self):
        self.assertEqual(tokenize("10,5 cm"), ["10.5", "cm"])


class IndexTest(unittest.TestCase):
    def setUp(self):
        builder = IndexBuilder()
        builder.add("T1", "Green garden hose, 20 m")
        builder.add("T2", "Garden chair, green")
        builder.add("T3", "Tent for two")
        self.index = builder.build()

    def test_neighbours_rank_first(self):
        self.assertEqual([key for key, _ in self.index.search("garden hose")][0], "T1")

    def test_unknown_term(self):
        self.assertEqual(self.index.search("submarine"), [])

    def test_varint_round_trip(self):
        for value in (0, 127, 128, 300, 2**31):
            buffer = bytearray()
            write_varint(buffer, value)
            self.assertEqual(read_varint(bytes(buffer), 0), (value, len(buffer)))


class SuggestTest(unittest.TestCase):
    def test_distance_stops_at_the_limit(self):
        self.assertEqual(distance("tent", "tentpole", 2), 3)

    def test_nearest_first(self):
        self.assertEqual(suggest("hosse", {"hose": 9, "horse": 2, "chair": 5})[0], "hose")


if __name__ == "__main__":
    unittest.main()
