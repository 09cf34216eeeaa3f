"""Going through lessons and quizzes: what was asked, answered, revealed and explored, as values."""
